using Xunit;

// The stand-in counts the reads of the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
