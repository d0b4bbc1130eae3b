/** What an engine throws when the device it works on is gone: nothing of it can be read any more. */
export class EngineLost extends Error {
  override readonly name = "EngineLost";
}
