// Part of every runtime this runs in (Node, browsers); the language's own library does not declare it.
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };
declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** The text, or undefined when the bytes are no valid UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** One character per byte, as in Latin-1. */
export function decodeLatin1(bytes: Uint8Array): string {
  let text = "";
  for (let begin = 0; begin < bytes.length; begin += 4096) {
    text += String.fromCharCode(...bytes.subarray(begin, begin + 4096));
  }
  return text;
}
