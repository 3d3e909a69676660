// Title, version and operations of AsyncAPI documents as AsyncAPI's own parser reads them.
import {createRequire} from "node:module";
import {readFileSync} from "node:fs";

const require = createRequire(`${process.argv[2]}/`);
const {Parser} = require("@asyncapi/parser");

// In version 2 the words are the other side's: what others subscribe to is sent.
const sent = {send: "sends", receive: "receives", subscribe: "sends", publish: "receives"};
const answers = {};
for (const [path, text] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const {document, diagnostics} = await new Parser().parse(text);
  const operations = document?.operations().all() ?? [];
  answers[path] = document
    ? [
        ["title", document.info().title(), document.info().version()],
        ...operations.flatMap((each) =>
          each.channels().all().map((channel) => [sent[each.action()], channel.address() ?? channel.id(), ""]),
        ),
      ]
    : (diagnostics.find((each) => each.severity === 0)?.message ?? "said nothing");
}
console.log(JSON.stringify(answers));
