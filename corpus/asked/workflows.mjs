// What GitHub's own workflow parser finds in workflows: every `uses` and every image, with its line.
import {readFileSync} from "node:fs";
import {register} from "node:module";
import {pathToFileURL} from "node:url";

// The package is made for bundlers: it imports JSON without saying so, as Node demands.
const hook = `export const load = (url, context, next) =>
  next(url, url.endsWith(".json") ? {...context, importAttributes: {type: "json"}} : context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);

const home = pathToFileURL(`${process.argv[2]}/@actions/workflow-parser/dist/`).href;
const {parseWorkflow, NoOperationTraceWriter} = await import(`${home}index.js`);

function entries(token) {
  const found = [];
  for (let nth = 0; token && nth < (token.count ?? 0); nth++) {
    const each = token.get(nth);
    found.push(each.key ? [String(each.key), each.value] : [String(nth), each]);
  }
  return found;
}

const at = (token, name) => entries(token).find(([key]) => key === name)?.[1];
const isText = (token) => token && token.count === undefined;
const said = (token) => (isText(token) ? [[String(token.range?.start.line ?? token.line), token.toString()]] : []);
const image = (token) => (isText(token) ? said(token) : said(at(token, "image")));

const answers = {};
for (const [path, content] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const {value, context} = parseWorkflow({name: path, content}, new NoOperationTraceWriter());
  if (!value) {
    answers[path] = context.errors.getErrors()[0]?.message ?? "said nothing";
    continue;
  }
  answers[path] = entries(at(value, "jobs")).flatMap(([, job]) => [
    ...said(at(job, "uses")),
    ...image(at(job, "container")),
    ...entries(at(job, "services")).flatMap(([, each]) => image(each)),
    ...entries(at(job, "steps")).flatMap(([, step]) => said(at(step, "uses"))),
  ]);
}
console.log(JSON.stringify(answers));
