// Seeds, the number of threads and counts of live tensors belong to the process, so tests that use them must not overlap.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
