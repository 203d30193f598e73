using System.Security.Cryptography;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Files from the network.</summary>
    public static partial class hub
    {
        private static Func<bool, IProgressBar>? create;

        /// <summary>Has downloads show their progress with what <paramref name="func"/> makes; its argument is true when nothing is to be seen.</summary>
        public static void set_create_progress_bar_func(Func<bool, IProgressBar>? func) => create = func;

        /// <summary>A progress bar: the one that was set, else a line of percents or bytes on the error stream.</summary>
        public static IProgressBar CreateProgressBar(bool hidden) => create?.Invoke(hidden) ?? new ConsoleProgressBar(hidden);

        /// <inheritdoc cref="download_url_to_file_async"/>
        public static void download_url_to_file(string url, string dst, string? hash_prefix = null, bool progress = true) =>
            Task.Run(() => download_url_to_file_async(url, dst, hash_prefix, progress)).GetAwaiter().GetResult();

        /// <summary>Downloads a file, written beside its place and renamed, so that it is whole or not there.</summary>
        /// <param name="url">Where it is.</param>
        /// <param name="dst">Where it goes; what is there is replaced.</param>
        /// <param name="hash_prefix">What its SHA-256 has to begin with, in lower-case hexadecimal digits.</param>
        /// <param name="progress">Whether to show how far it is.</param>
        /// <param name="cancellationToken">Ends the download; no file is left.</param>
        /// <exception cref="HttpRequestException">The server refuses or cannot be reached.</exception>
        /// <exception cref="InvalidDataException">The hash is another.</exception>
        public static async Task download_url_to_file_async(string url, string dst, string? hash_prefix = null, bool progress = true, CancellationToken cancellationToken = default)
        {
            ArgumentException.ThrowIfNullOrEmpty(dst);
            var beside = $"{dst}.{Guid.NewGuid():N}.part";
            using var bar = CreateProgressBar(!progress);
            using var client = new HttpClient();
            using var response = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            bar.Maximum = response.Content.Headers.ContentLength;
            try
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                using (var source = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false))
                using (var file = new FileStream(beside, FileMode.CreateNew))
                {
                    var buffer = new byte[1 << 16];
                    for (int n; (n = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0; bar.Value += n)
                    {
                        hash.AppendData(buffer, 0, n);
                        await file.WriteAsync(buffer.AsMemory(0, n), cancellationToken).ConfigureAwait(false);
                    }
                }
                var digest = Convert.ToHexStringLower(hash.GetHashAndReset());
                if (hash_prefix is not null && !digest.StartsWith(hash_prefix, StringComparison.Ordinal))
                    throw new InvalidDataException($"invalid hash value (expected \"{hash_prefix}\", got \"{digest}\")");
                File.Move(beside, dst, overwrite: true);
            }
            finally
            {
                File.Delete(beside);
            }
        }

        private sealed class ConsoleProgressBar(bool hidden) : IProgressBar
        {
            private readonly System.Diagnostics.Stopwatch sinceShown = System.Diagnostics.Stopwatch.StartNew();
            private long value;

            public long? Maximum { get; set; }

            public long Value
            {
                get => value;
                set
                {
                    this.value = value;
                    if (hidden || (value != Maximum && sinceShown.ElapsedMilliseconds < 100)) return;
                    sinceShown.Restart();
                    Console.Error.Write(Maximum is > 0 ? $"\r{100 * value / Maximum,3} % of {Maximum} bytes" : $"\r{value} bytes");
                }
            }

            public void Dispose()
            {
                if (!hidden) Console.Error.WriteLine();
            }
        }
    }
}
