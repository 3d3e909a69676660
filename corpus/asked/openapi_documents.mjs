// Title, version and servers of OpenAPI and Swagger documents as swagger-parser reads them.
import {createRequire} from "node:module";
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {basename, join} from "node:path";

const require = createRequire(`${process.argv[2]}/`);
const SwaggerParser = require("@apidevtools/swagger-parser");

function filled({url = "", variables = {}}) {
  return Object.entries(variables).reduce((said, [name, each]) => said.replaceAll(`{${name}}`, each.default), url);
}

const answers = {};
for (const [path, text] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const folder = mkdtempSync(join(tmpdir(), "corpus-"));
  const file = join(folder, basename(path));
  writeFileSync(file, text);
  try {
    const read = await SwaggerParser.parse(file);
    answers[path] = [
      ["title", String(read.info.title), String(read.info.version)],
      ...(read.servers ?? []).map((each) => ["server", filled(each), ""]),
      ...(read.host ? [["server", `https://${read.host}`, ""]] : []),
    ];
  } catch (error) {
    answers[path] = String(error.message).replaceAll(folder, "").split("\n")[0];
  }
  rmSync(folder, {recursive: true});
}
console.log(JSON.stringify(answers));
