import type { SourceRange } from "../../../modelSpec";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import type { ModuleValue } from "../values/values";
import { namedModules } from "./moduleMethods";

/** Makes `child` a module of `parent`; a second one of the same name takes the place of the first. */
export function registerChild(parent: ModuleValue, name: string, child: ModuleValue, range: SourceRange): void {
  if (!parent.isInitialized) refuse(range, REASONS.noSuper, parent.type);
  if (namedModules(child).some(([, module]) => module === parent)) refuse(range, REASONS.circularModule);
  parent.children.set(name, child);
}
