// Imports and services of .proto files as protobuf.js reads them, each file by itself.
import {createRequire} from "node:module";
import {readFileSync} from "node:fs";

const require = createRequire(`${process.argv[2]}/`);
const protobuf = require("protobufjs");

function services(namespace) {
  return (namespace.nestedArray ?? []).flatMap((each) =>
    each instanceof protobuf.Service ? [each.fullName.slice(1)] : services(each),
  );
}

const answers = {};
for (const [path, text] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  try {
    const {imports, weakImports, root} = protobuf.parse(text, new protobuf.Root());
    answers[path] = [
      ...[...(imports ?? []), ...(weakImports ?? [])].map((each) => ["import", each]),
      ...services(root).map((each) => ["service", each]),
    ];
  } catch (error) {
    answers[path] = String(error.message).split("\n")[0];
  }
}
console.log(JSON.stringify(answers));
