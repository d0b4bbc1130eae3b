import { tfjsFactory } from "../../../../src/trainer/engines/tfjs/tfjsFactory";
import { candidateOf, describeEngine } from "../../../support/engineSuite";
import { useTfjs } from "../../../support/useTfjs";

const whyNot = await useTfjs();
describeEngine(
  whyNot === undefined ? await candidateOf(tfjsFactory) : { ...tfjsFactory, name: "tfjs", reason: whyNot },
);
