using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Pads [N, C, L] by the same amount on every side with a value.</summary>
        public static ConstantPad1d ConstantPad1d(long padding, double value) => new(value, padding, padding);

        /// <summary>Pads [N, C, L] with a value; pairs (before, after) from the last dimension.</summary>
        public static ConstantPad1d ConstantPad1d((long, long) padding, double value)
            => new(value, padding.Item1, padding.Item2);

        /// <summary>Pads [N, C, H, W] by the same amount on every side with a value.</summary>
        public static ConstantPad2d ConstantPad2d(long padding, double value) => new(value, padding, padding, padding, padding);

        /// <summary>Pads [N, C, H, W] with a value; pairs (before, after) from the last dimension.</summary>
        public static ConstantPad2d ConstantPad2d((long, long, long, long) padding, double value)
            => new(value, padding.Item1, padding.Item2, padding.Item3, padding.Item4);

        /// <summary>Pads [N, C, D, H, W] by the same amount on every side with a value.</summary>
        public static ConstantPad3d ConstantPad3d(long padding, double value) => new(value, padding, padding, padding, padding, padding, padding);

        /// <summary>Pads [N, C, D, H, W] with a value; pairs (before, after) from the last dimension.</summary>
        public static ConstantPad3d ConstantPad3d((long, long, long, long, long, long) padding, double value)
            => new(value, padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6);

        /// <summary>Pads [N, C, L] by the same amount on every side with the image mirrored at the border pixel.</summary>
        public static ReflectionPad1d ReflectionPad1d(long padding) => new(padding, padding);

        /// <summary>Pads [N, C, L] with the image mirrored at the border pixel; pairs (before, after) from the last dimension.</summary>
        public static ReflectionPad1d ReflectionPad1d((long, long) padding)
            => new(padding.Item1, padding.Item2);

        /// <summary>Pads [N, C, H, W] by the same amount on every side with the image mirrored at the border pixel.</summary>
        public static ReflectionPad2d ReflectionPad2d(long padding) => new(padding, padding, padding, padding);

        /// <summary>Pads [N, C, H, W] with the image mirrored at the border pixel; pairs (before, after) from the last dimension.</summary>
        public static ReflectionPad2d ReflectionPad2d((long, long, long, long) padding)
            => new(padding.Item1, padding.Item2, padding.Item3, padding.Item4);

        /// <summary>Pads [N, C, D, H, W] by the same amount on every side with the image mirrored at the border pixel.</summary>
        public static ReflectionPad3d ReflectionPad3d(long padding) => new(padding, padding, padding, padding, padding, padding);

        /// <summary>Pads [N, C, D, H, W] with the image mirrored at the border pixel; pairs (before, after) from the last dimension.</summary>
        public static ReflectionPad3d ReflectionPad3d((long, long, long, long, long, long) padding)
            => new(padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6);

        /// <summary>Pads [N, C, L] by the same amount on every side with copies of the border pixel.</summary>
        public static ReplicationPad1d ReplicationPad1d(long padding) => new(padding, padding);

        /// <summary>Pads [N, C, L] with copies of the border pixel; pairs (before, after) from the last dimension.</summary>
        public static ReplicationPad1d ReplicationPad1d((long, long) padding)
            => new(padding.Item1, padding.Item2);

        /// <summary>Pads [N, C, H, W] by the same amount on every side with copies of the border pixel.</summary>
        public static ReplicationPad2d ReplicationPad2d(long padding) => new(padding, padding, padding, padding);

        /// <summary>Pads [N, C, H, W] with copies of the border pixel; pairs (before, after) from the last dimension.</summary>
        public static ReplicationPad2d ReplicationPad2d((long, long, long, long) padding)
            => new(padding.Item1, padding.Item2, padding.Item3, padding.Item4);

        /// <summary>Pads [N, C, D, H, W] by the same amount on every side with copies of the border pixel.</summary>
        public static ReplicationPad3d ReplicationPad3d(long padding) => new(padding, padding, padding, padding, padding, padding);

        /// <summary>Pads [N, C, D, H, W] with copies of the border pixel; pairs (before, after) from the last dimension.</summary>
        public static ReplicationPad3d ReplicationPad3d((long, long, long, long, long, long) padding)
            => new(padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6);

        /// <summary>Pads [N, C, H, W] by the same amount on every side with zeros.</summary>
        public static ZeroPad2d ZeroPad2d(long padding) => new(padding, padding, padding, padding);

        /// <summary>Pads [N, C, H, W] with zeros; pairs (before, after) from the last dimension.</summary>
        public static ZeroPad2d ZeroPad2d((long, long, long, long) padding)
            => new(padding.Item1, padding.Item2, padding.Item3, padding.Item4);
    }
}
