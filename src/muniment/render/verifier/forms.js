// Which fields every object of a signed file has, and of which kind each is. `?` may be null, `[]` is a list.
// The names are those in `prove/recover.py`, `prove/parts.py` and `prove/entry.py`; a test changes every one of them.

const FORMS = {
  statement: "_type:text subject:subject[] predicateType:text predicate:object",
  subject: "name:named digest:digest",
  predicate:
    "id:named algorithm:algorithm tool:named asOf:day issuedAt:instant validUntil:day requestedBy:text reviews:review[]" +
    " signatory:signatory earlier:earlier? representations:representation[] scope:scope coverage:coverage[]" +
    " decisions:decision[] disclosures:disclosure[] waivers:waiver[] phaseOut:phaseOut[] inquiry:inquiry" +
    " flowDown:flowDown[] documents:document[] rulebook:rulebook evidence:evidence[] said:said[]",
  review: "by:named verdict:verdict at:instant note:text",
  earlier: "id:named digest:digest",
  signatory: "name:named title:named",
  representation:
    "ref:text version:text answer:answer? text:named digest:digest source:named document:digest? covers:covered[]",
  covered: "vendor:named system:named surely:truth disclosure:text",
  rulebook: "version:named digest:digest released:day verifiedThrough:day ageLimit:ageLimit?",
  ageLimit: "askedOn:day maxDays:count setIn:setIn",
  said: "fact:named value:text? contract:named? system:named? vendor:named? by:named on:day source:text",
  scope:
    "organisation:text contract:named title:text agency:text modification:text tier:text solicited:day?" +
    " clauses:clause[] systems:system[] outside:filled[] sources:source[] vendors:vendor[]",
  clause: "id:named version:text",
  system: "id:named title:text serves:truth",
  source: "system:named name:named content:digest",
  vendor: "id:named name:named screenedThrough:day",
  coverage:
    "system:named source:named entries:count read:count bytesRead:count byStatus:statusCount[] unread:unread[]",
  statusCount: "status:fileStatus entries:count",
  unread: "path:text status:fileStatus why:text disclosure:text",
  decision:
    "vendor:named system:named rung:rung findings:count outcome:outcome until:day? grounds:ground[] setAside:ground[]" +
    " openLaw:ground[] missing:missing[] readings:reading[] confidence:confidence verifiedThrough:day disclosure:text",
  ground: "instrument:named says:text cited:citation[]",
  citation: "source:named at:text confidence:confidence",
  missing: "fact:named question:text",
  reading: "instrument:named reading:named holder:text outcome:outcome",
  disclosure: "id:named matter:named text:named under:text fields:field[]",
  field: "ref:named name:named value:text",
  waiver: "id:named instrument:named grantedBy:named issued:day until:day? document:named digest:digest?",
  phaseOut: "vendor:named system:named until:day how:named",
  inquiry: "methods:named[] people:person[] searches:search[] limits:named[]",
  person: "name:named role:text on:day about:named",
  search: "where:named words:named on:day by:named result:named record:digest?",
  flowDown: "subcontractor:named clause:named onFile:onFile document:text digest:digest?",
  document: "id:named title:text address:text digest:digest?",
  evidence: "name:named digest:digest",
  envelope: "payload:text payloadType:text signatures:signature[]",
  signature: "keyid:text sig:text",
  manifest: "format:text files:file[]",
  file: "name:named size:count digest:digest marking:text withheld:truth",
  sealed: "algorithm:algorithm",
  entry:
    "format:text type:entryType id:entryId at:instant actor:named contract:named? after:entryId? commitments:objects" +
    " details:texts",
};

// The earlier forms, where they differ from the next one.
const SECOND_FORMS = {
  ...FORMS,
  predicate: FORMS.predicate.replace(" said:said[]", ""),
  rulebook: FORMS.rulebook.replace(" ageLimit:ageLimit?", ""),
};
const FIRST_FORMS = {
  ...SECOND_FORMS,
  predicate:
    "algorithm:algorithm tool:named asOf:day issuedAt:instant validUntil:day signatory:signatory" +
    " representation:representation? scope:scope coverage:coverage[] decisions:decision[] disclosures:disclosure[]" +
    " documents:document[] rulebook:rulebook evidence:evidence[]",
  representation: "text:named digest:digest source:named",
  scope:
    "organisation:text contract:named title:text agency:text systems:system[] outside:filled[] sources:source[]" +
    " vendors:vendor[]",
  disclosure: "id:named matter:named text:named",
};

// A predicate of the second form as one of the present form; what it could not say is empty.
function secondAsPresent({ rulebook, ...kept }) {
  return { ...kept, rulebook: { ...rulebook, ageLimit: null }, said: [] };
}

function firstAsSecond({ representation, scope, disclosures, ...kept }) {
  const empty = { ref: "", version: "", answer: null, document: null, covers: [] };
  return {
    ...kept,
    id: `${scope.contract}-${kept.issuedAt.slice(0, 10)}`,
    requestedBy: "",
    reviews: [],
    earlier: null,
    representations: representation ? [{ ...empty, ...representation }] : [],
    scope: { ...scope, modification: "", tier: "", solicited: null, clauses: [] },
    disclosures: disclosures.map((each) => ({ ...each, under: "", fields: [] })),
    waivers: [],
    phaseOut: [],
    inquiry: { methods: [], people: [], searches: [], limits: [] },
    flowDown: [],
  };
}

// The newest first, as DATA.predicateTypes has them: the fields, and how to read a predicate as one of the present form.
const READ_AS = [
  [FORMS, (predicate) => predicate],
  [SECOND_FORMS, secondAsPresent],
  [FIRST_FORMS, (predicate) => secondAsPresent(firstAsSecond(predicate))],
];

const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const isDay = (value) => DAY.test(value) && value.slice(0, 4) !== "0000" && new Date(`${value}T00:00:00Z`).toISOString().slice(0, 10) === value;

// What a text needs to be no blank one. These are the blanks of the program; `trim` has others.
const FILLED = /[^\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

const KINDS_OF_VALUE = {
  text: (value) => typeof value === "string" || "is not text",
  named: (value) => (typeof value === "string" && FILLED.test(value)) || "is empty, or not text",
  filled: (value) => (typeof value === "string" && value !== "") || "is no name",
  count: (value) => (Number.isSafeInteger(value) && value >= 0) || "is not a count",
  truth: (value) => typeof value === "boolean" || "is neither true nor false",
  object: (value) => isObject(value) || "is not an object",
  objects: (value) => (isObject(value) && Object.values(value).every(isObject)) || "is not an object of objects",
  texts: (value) => (isObject(value) && Object.values(value).every((each) => typeof each === "string")) || "is not an object of texts",
  day: (value) => (typeof value === "string" && safely(() => isDay(value))) || "is not a day such as `2026-03-04`",
  instant: (value) => (typeof value === "string" && safely(() => isInstant(value))) || "is not an instant such as `2026-03-04T05:06:07Z`",
  digest: (value) => (isObject(value) && Object.keys(value).join() === "sha256" && /^[0-9a-f]{64}$/.test(value.sha256)) || "is not a digest",
  entryId: (value) => (typeof value === "string" && /^[0-9a-f]{32}$/.test(value)) || "is not 32 lower-case hexadecimal digits",
};

function isInstant(value) {
  const [day, time, ...more] = value.split("T");
  const parts = /^([0-9]{2}):([0-9]{2}):([0-9]{2})Z$/.exec(time);
  return !more.length && isDay(day) && parts !== null && parts[1] < "24" && parts[2] < "60" && parts[3] < "60";
}

function safely(question) {
  try {
    return question();
  } catch {
    return false;
  }
}

function onlyFields(value, at, names) {
  if (!isObject(value)) throw new Failed(at, "is not an object");
  const unknown = Object.keys(value).filter((name) => !names.includes(name));
  if (unknown.length) throw new Failed(at, `has the unknown field \`${unknown.sort()[0]}\``, "use a newer release to verify it");
  const absent = names.filter((name) => !Object.hasOwn(value, name));
  if (absent.length) throw new Failed(at, `lacks the field \`${absent.sort()[0]}\``);
}

// Throws unless `value` has exactly the fields of `form`, each of its kind.
function conforms(value, at, form, forms) {
  const fields = forms[form].split(" ").map((field) => field.split(":"));
  onlyFields(value, at, fields.map(([name]) => name));
  for (const [name, kind] of fields) conformsTo(value[name], `${at}.${name}`, kind, forms);
}

function conformsTo(value, at, kind, forms) {
  if (kind.endsWith("[]")) {
    if (!Array.isArray(value)) throw new Failed(at, "is not a list");
    value.forEach((each, place) => conformsTo(each, `${at}[${place}]`, kind.slice(0, -2), forms));
  } else if (kind.endsWith("?")) {
    if (value !== null) conformsTo(value, at, kind.slice(0, -1), forms);
  } else if (kind in DATA.words) {
    if (typeof value !== "string" || !Object.hasOwn(DATA.words[kind], value)) throw new Failed(at, `\`${value}\` is not known`, "use a newer release to verify it");
  } else if (kind in KINDS_OF_VALUE) {
    const fits = KINDS_OF_VALUE[kind](value);
    if (fits !== true) throw new Failed(at, fits);
  } else {
    conforms(value, at, kind, forms);
  }
}
