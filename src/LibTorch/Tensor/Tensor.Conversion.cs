namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The tensor as another dtype; itself under another handle when nothing changes and no copy is asked for.</summary>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Convert(type, null, copy, disposeAfter, non_blocking);

        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);
        public Tensor type(ScalarType dtype) => to_type(dtype);
        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to_type(type, copy, disposeAfter, non_blocking);
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => Convert(type, device, copy, disposeAfter, non_blocking);
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => Convert(null, device, copy, disposeAfter, non_blocking);
        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => Convert(null, new Device(device), copy, disposeAfter, non_blocking);
        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => Convert(null, new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);
        public Tensor to(Tensor other, bool non_blocking = false) => Convert(other.dtype, other.device, false, false, non_blocking);
        public Tensor cpu()
        {
            // A copy that is not there because the tensor is on the CPU already would be one on a GPU.
            if (device_type == DeviceType.CPU) HostReads.Note();
            return to(CPU);
        }

        public Tensor mps(bool non_blocking = false) => to(MPS, non_blocking: non_blocking);
        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);

        private Tensor Convert(ScalarType? type, Device? device, bool copy, bool disposeAfter, bool nonBlocking)
        {
            if (device is not null)
            {
                InitializeDevice(device);
                if (device.type == DeviceType.CPU && device_type != DeviceType.CPU) HostReads.Note();
            }

            // Also when nothing changes the caller gets a handle of its own, so that disposing either leaves the other alive.
            var result = Ops.to_dtype_layout(this, type, null, device, null, nonBlocking, copy);
            if (disposeAfter) Dispose();
            return result;
        }

        public Tensor @bool() => to_type(ScalarType.Bool);
        public Tensor @byte() => to_type(ScalarType.Byte);
        public Tensor @char() => to_type(ScalarType.Int8);
        public Tensor @short() => to_type(ScalarType.Int16);
        public Tensor @int() => to_type(ScalarType.Int32);
        public Tensor @long() => to_type(ScalarType.Int64);
        public Tensor half() => to_type(ScalarType.Float16);
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);
        public Tensor @float() => to_type(ScalarType.Float32);
        public Tensor @double() => to_type(ScalarType.Float64);
        public Tensor cfloat() => to_type(ScalarType.ComplexFloat32);
        public Tensor cdouble() => to_type(ScalarType.ComplexFloat64);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => Ops.copy_(this, source, nonBlocking);
        public Tensor fill_(Scalar value) => Ops.fill__Scalar(this, value);
        public Tensor zero_() => Ops.zero_(this);
        public Tensor set_(Tensor source) => Ops.set__source_Tensor(this, source);

        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) => Ops.normal_(this, mean, std, generator);
        public Tensor uniform_(double from, double to, Generator? generator = null) => Ops.uniform_(this, from, to, generator);
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Ops.bernoulli__float(this, p, generator);
        public Tensor bernoulli_(Tensor p, Generator? generator = null) => Ops.bernoulli__Tensor(this, p, generator);
        public Tensor bernoulli(Generator? generator = null) => Ops.bernoulli(this, generator);
        public Tensor exponential_(double lambda = 1.0, Generator? generator = null) => Ops.exponential_(this, lambda, generator);
        public Tensor geometric_(double p, Generator? generator = null) => Ops.geometric_(this, p, generator);
        public Tensor log_normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) => Ops.log_normal_(this, mean, std, generator);
        public Tensor cauchy_(double median = 0.0, double sigma = 1.0, Generator? generator = null) => Ops.cauchy_(this, median, sigma, generator);
        public Tensor random_(double from, double to, Generator? generator = null) => Ops.random__from(this, (long)from, (long)to, generator);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null)
        {
            // libtorch checks the probabilities on the CPU in these cases.
            if (!replacement || num_samples == 1) HostReads.Note();
            return Ops.multinomial(this, num_samples, replacement, generator);
        }

        public Tensor binomial(Tensor prob, Generator? generator = null) => Ops.binomial(this, prob, generator);
        public Tensor pin_memory() => Ops.pin_memory(this);
        public bool is_pinned() => Ops.is_pinned(this);
        public Tensor poisson(Generator? generator = null) => Ops.poisson(this, generator);
    }
}
