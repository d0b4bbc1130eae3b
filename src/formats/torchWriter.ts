import { DTYPES } from "./dtype";
import { PickleWriter } from "./pickleWriter";
import { contiguousStrides, countElements } from "./tensorLayout";
import { encodeUtf8 } from "./utf8";
import { bytesOf, type WritableTensor } from "./writableTensor";
import { writeZip } from "./zipWriter";

/**
 * A .pth file with an OrderedDict of `tensors`, as `torch.save(model.state_dict(), path)` writes it.
 * `torch.load` takes it with its defaults and with `mmap=True`.
 */
export function writeTorchStateDict(tensors: readonly WritableTensor[]): Uint8Array {
  const record = (name: string, bytes: Uint8Array) => ({ name: `archive/${name}`, bytes });
  return writeZip([
    record("data.pkl", writePickle(tensors)),
    record(".format_version", encodeUtf8("1")),
    record(".storage_alignment", encodeUtf8("64")),
    record("byteorder", encodeUtf8("little")),
    ...tensors.map((tensor, index) => record(`data/${index}`, bytesOf(tensor))),
    record("version", encodeUtf8("3\n")),
  ]);
}

function writePickle(tensors: readonly WritableTensor[]): Uint8Array {
  const pickle = new PickleWriter();
  writeEmptyOrderedDict(pickle);
  pickle.setItems(() => {
    tensors.forEach((tensor, index) => {
      pickle.text(tensor.name);
      writeTensor(pickle, tensor, String(index));
    });
  });
  return pickle.finish();
}

function writeEmptyOrderedDict(pickle: PickleWriter): void {
  pickle.global("collections", "OrderedDict").tuple(() => undefined);
  pickle.reduce();
}

function writeTensor(pickle: PickleWriter, { dtype, shape }: WritableTensor, key: string): void {
  const storageClass = DTYPES[dtype].torchStorage;
  const count = countElements(shape);
  const integers = (values: readonly number[]) => pickle.tuple(() => values.forEach(value => pickle.integer(value)));
  pickle.global("torch._utils", storageClass === undefined ? "_rebuild_tensor_v3" : "_rebuild_tensor_v2");
  pickle.tuple(() => {
    pickle.tuple(() => {
      pickle.text("storage");
      if (storageClass === undefined) pickle.global("torch.storage", "UntypedStorage");
      else pickle.global("torch", storageClass);
      pickle.text(key).text("cpu");
      pickle.integer(storageClass === undefined ? (count * DTYPES[dtype].bits) / 8 : count);
    });
    pickle.persistentId().integer(0);
    integers(shape);
    integers(contiguousStrides(shape));
    pickle.false();
    writeEmptyOrderedDict(pickle);
    if (storageClass === undefined) pickle.global("torch", dtype);
  });
  pickle.reduce();
}
