// What devcontainer.json files name, read with jsonc-parser, which editors read them with.
import {createRequire} from "node:module";
import {readFileSync} from "node:fs";

const require = createRequire(`${process.argv[2]}/`);
const {parse, printParseErrorCode} = require("jsonc-parser");

const list = (value) => (value === undefined ? [] : [value].flat());
const answers = {};
for (const [path, text] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const errors = [];
  const read = parse(text, errors, {allowTrailingComma: true}) ?? {};
  const files = [read.dockerFile, read.context, read.build?.dockerfile, read.build?.context, read.dockerComposeFile];
  answers[path] = errors.length
    ? printParseErrorCode(errors[0].error)
    : [
        ...list(read.image).map((each) => ["image", each]),
        ...Object.keys(read.features ?? {}).map((each) => [each.startsWith(".") ? "file" : "image", each]),
        ...files.flatMap(list).map((each) => ["file", each]),
      ];
}
console.log(JSON.stringify(answers));
