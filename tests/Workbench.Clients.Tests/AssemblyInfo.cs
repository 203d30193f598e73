// Clients have time limits of their own, some as short as 0.1 s: each test has the machine to itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
