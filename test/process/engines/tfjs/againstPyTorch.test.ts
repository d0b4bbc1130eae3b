import { tfjsFactory } from "../../../../src/trainer/engines/tfjs/tfjsFactory";
import { candidateOf } from "../../../support/engineSuite";
import { describeAgainstPyTorch } from "../../../support/pytorchSuite";
import { useTfjs } from "../../../support/useTfjs";

const whyNot = await useTfjs();
const tfjs = await candidateOf(tfjsFactory);
describeAgainstPyTorch([{ ...tfjs, reason: whyNot ?? tfjs.reason }], 40);
