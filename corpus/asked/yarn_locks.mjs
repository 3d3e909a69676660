// Every entry of a yarn.lock as Yarn's own parser reads it: a descriptor and the version chosen for it.
import {createRequire} from "node:module";
import {readFileSync} from "node:fs";

const require = createRequire(`${process.argv[2]}/`);
const {parseSyml} = require("@yarnpkg/parsers");
const answers = {};
for (const [path, text] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  try {
    answers[path] = Object.entries(parseSyml(text))
      .filter(([key]) => key !== "__metadata")
      .flatMap(([key, entry]) => key.split(/ *, */).map((each) => [each, entry.version]));
  } catch (error) {
    answers[path] = String(error.message).split("\n")[0];
  }
}
console.log(JSON.stringify(answers));
