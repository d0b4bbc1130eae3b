import type { ModuleValue } from "../values/values";
import { namedModules } from "./moduleMethods";

/** The dotted name of `module` inside `root`, such as `net.0`; undefined when `root` does not hold it. */
export function modulePath(root: ModuleValue, module: ModuleValue): string | undefined {
  return namedModules(root).find(([, other]) => other === module)?.[0];
}
