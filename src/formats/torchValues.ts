import type { DtypeName } from "./dtype";
import { Built } from "./pickleValues";
import type { TensorLayout } from "./tensorLayout";

/** `torch.FloatStorage` and its kin; "untyped" counts bytes. */
export class StorageClass extends Built {
  readonly kind = "type";
  constructor(
    readonly text: string,
    readonly dtype: DtypeName | "untyped",
  ) {
    super();
  }
}

export class DtypeValue extends Built {
  readonly kind = "dtype";
  readonly text: string;
  constructor(readonly dtype: DtypeName) {
    super();
    this.text = `torch.${dtype}`;
  }
}

/** A size, device, layout or complex number: shown, never used. */
export class TorchScalar extends Built {
  constructor(
    readonly kind: string,
    readonly text: string,
  ) {
    super();
  }
}

/** The bytes that one or several tensors share. They lie outside the pickle. */
export class TorchStorage extends Built {
  readonly kind = "storage";
  readonly text = "torch.storage";
  constructor(
    readonly key: string,
    readonly dtype: DtypeName | "untyped",
    readonly elementCount: number,
    readonly byteLength: number,
    /** Such as "cpu" or "cuda:0": where the tensor was when it was saved. */
    readonly location: string,
  ) {
    super();
  }
}

export class TorchTensor extends Built {
  readonly kind = "Tensor";
  readonly text = "torch.Tensor";
  constructor(
    readonly storage: TorchStorage,
    readonly dtype: DtypeName,
    readonly layout: TensorLayout,
    readonly requiresGrad: boolean,
    readonly isParameter: boolean,
  ) {
    super();
  }
}
