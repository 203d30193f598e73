namespace TorchSharp;

public static partial class torch
{
    public static partial class jit
    {
        /// <summary>A type that a TorchScript function declares, such as <c>Tensor</c> or <c>List[int]</c>.</summary>
        public class Type : IDisposable
        {
            private readonly string annotation = "Any";

            protected Type() { }

            private protected Type(string annotation) => this.annotation = annotation;

            /// <summary>The type as it is written in the source.</summary>
            public override string ToString() => annotation;

            /// <summary>Nothing is held; here because TorchSharp's type has it.</summary>
            public void Dispose() => Dispose(true);

            protected virtual void Dispose(bool disposing) => GC.SuppressFinalize(this);
        }

        /// <summary>A tensor. A declaration says nothing of element type, shape or device: −1, none and an empty text.</summary>
        public sealed class TensorType : Type
        {
            internal TensorType() : base("Tensor") { }

            public ScalarType GetScalarType() => (ScalarType)(-1);
            public long[] size() => [];
            public int GetDimensions() => -1;
            public string GetDevice() => "";
        }

        /// <summary>Any type but a tensor.</summary>
        public sealed class DynamicType : Type
        {
            internal DynamicType(string annotation) : base(annotation) { }
        }
    }
}
