// QuizArena: scenes and standings, version 1. Written by docs/typescript.py from schema.json.

/** A block of a scene; `block` says which it is. */
export type Block = Headline | Paragraph | Say | Steps | Question | Ruling | Correction | OnStage | Buzz | Clocks | Marks | Votes | Decision | Versus | Table | Lots | Prizes | Ranking | Bracket | OnAir;

/** What the hall sees: a title and blocks, top to bottom. The digest is that of the content. */
export interface Scene {
  readonly version: 1;
  readonly language: "zh" | "en";
  readonly digest: string;
  readonly title: string;
  readonly blocks: ReadonlyArray<Block>;
}

/** Points, exact: decimals, or a fraction that no decimals are equal to. */
export type ExactNumber = string;

/** How a score follows from its parts, by its stable name. */
export interface ScoreOperation {
  readonly name: string;
  readonly [field: string]: unknown;
}

/** A team's row of the standings; `rounds` are its points by the round's id. */
export interface Row {
  readonly place: number | null;
  readonly team: string;
  readonly name: string;
  readonly podium: number;
  readonly rounds: Readonly<Record<string, ExactNumber>>;
  readonly adjustments: ExactNumber;
  readonly total: ExactNumber;
  readonly tied: ReadonlyArray<string>;
  readonly broken_by: string | null;
  readonly standing: "playing" | "withdrawn" | "disqualified";
}

/** A prize; its winners are null until the board has shown them. */
export interface Prize {
  readonly prize: string;
  readonly winners: ReadonlyArray<string> | null;
  readonly names: ReadonlyArray<string> | null;
}

/** An honour; its winners are null until the board has shown them. */
export interface Award {
  readonly award: string;
  readonly winners: ReadonlyArray<string> | null;
  readonly names: ReadonlyArray<string> | null;
}

/** The standings as the hall knows them, the first first. */
export interface Standings {
  readonly version: 1;
  readonly language: "zh" | "en";
  readonly standings: ReadonlyArray<Row>;
  readonly prizes: ReadonlyArray<Prize>;
  readonly awards: ReadonlyArray<Award>;
  readonly open_ties: ReadonlyArray<ReadonlyArray<string>>;
  readonly rehearsal: boolean;
  readonly provisional: boolean;
  readonly frozen: boolean;
  readonly complete: boolean;
}

/** A bell of a clock: its strokes, 0 for silence, and the seconds left when it rings, below 0 those over time. */
export interface Bell {
  readonly left: number;
  readonly strokes: number;
}

/** A knock-out as far as it has come: its stages, the first first, each with its matches; the third place apart. */
export interface Bracket {
  readonly block: "bracket";
  readonly stages: ReadonlyArray<ReadonlyArray<Match>>;
  readonly third: Match | null;
}

/** What the buzzers measured: presses in their order, and how many milliseconds after the call the first came. */
export interface Buzz {
  readonly block: "buzz";
  readonly order: ReadonlyArray<BuzzerPress>;
  readonly after_call_ms: number | null;
  readonly early: ReadonlyArray<[string, string]>;
  readonly silent: ReadonlyArray<[string, string]>;
}

/** A press of a team's buzzer: by how many milliseconds it came after the first, and how far off that may be. */
export interface BuzzerPress {
  readonly team: string;
  readonly name: string;
  readonly podium: number;
  readonly behind_ms: number;
  readonly within_ms: number;
}

/** A clock with a limit, stopped or running, counting what is used. */
export interface Clock {
  readonly limit_ms: number;
  readonly used_ms: number;
  readonly running_since: string | null;
}

/** One clock, or two of a debate. */
export interface Clocks {
  readonly block: "clocks";
  readonly faces: ReadonlyArray<Face>;
}

/** Who is in a match of a knock-out, None where it is not known yet, with the points there and how it ended. */
export interface Contender {
  readonly name: string | null;
  readonly score: ExactNumber | null;
  readonly won: boolean | null;
}

/** A correction just made: of what, why, by whom and when; `totals` are the teams' whose totals it changed. */
export interface Correction {
  readonly block: "correction";
  readonly what: ReadonlyArray<string>;
  readonly reason: string;
  readonly organiser: string;
  readonly at: string;
  readonly totals: ReadonlyArray<[string, ExactNumber]>;
  readonly line: string | null;
}

/**
 * How a match that is won or lost was decided, as far as the hall has come: the count, who won, whom judges
 * named.
 */
export interface Decision {
  readonly block: "decision";
  readonly count: [ExactNumber, ExactNumber] | null;
  readonly winner: "" | "affirmative" | "negative" | null;
  readonly award: string | null;
  readonly best: ReadonlyArray<Winner>;
  readonly newest: "struck" | "panel" | "whole" | "best" | "place";
  readonly casting: string | null;
}

/** A clock as it is shown: whose it is, and its bells; seconds left stand for a bell of one stroke, 0 for two. */
export interface Face {
  readonly clock: Clock;
  readonly label: string;
  readonly role: "" | "affirmative" | "negative";
  readonly bells: ReadonlyArray<Bell>;
}

/** Who goes on to a round: its title and the teams, by place. */
export interface GoingOn {
  readonly round: string;
  readonly teams: ReadonlyArray<string>;
}

/** The large line of a scene, with what stands on the right of it. */
export interface Headline {
  readonly block: "headline";
  readonly text: string;
  readonly aside: string | null;
  readonly piece: number | null;
  readonly pieces: number | null;
  readonly inside: string | null;
}

/** A draw as it opens: what was drawn so far, and the lines anybody can check. */
export interface Lots {
  readonly block: "lots";
  readonly order: ReadonlyArray<string | null>;
  readonly proof: ReadonlyArray<string>;
  readonly labels: ReadonlyArray<string>;
  readonly commitment: string;
  readonly numbers: string;
  readonly seed: string;
  readonly date: string;
  readonly attempts: ReadonlyArray<string>;
  readonly title: string | null;
  readonly places: ReadonlyArray<string>;
  readonly groups: ReadonlyArray<number>;
  readonly command: string;
  readonly tickets: ReadonlyArray<string>;
}

/** One judge's cell: the state of the ballot and, once shown, its number. */
export interface Mark {
  readonly judge: string;
  readonly name: string;
  readonly state: "waiting" | "in" | "shown" | "struck_high" | "struck_low" | "absent" | "barred";
  readonly value: ExactNumber | null;
  readonly record: number | null;
}

/** The judges' marks for one performance, in the order they open. */
export interface Marks {
  readonly block: "marks";
  readonly entrant: string;
  readonly cells: ReadonlyArray<Mark>;
  readonly opened: string | null;
  readonly between: [ExactNumber, ExactNumber] | null;
  readonly threshold: ExactNumber | null;
  readonly deducted: ExactNumber;
  readonly places: number;
  readonly score: Score | null;
  readonly final: boolean;
  readonly total: ExactNumber | null;
  readonly place: number | null;
}

/** A match of a knock-out; `is_on` while it goes on. */
export interface Match {
  readonly title: string;
  readonly sides: ReadonlyArray<Contender>;
  readonly is_on: boolean;
}

/** What a question shows or plays, and the number of the question, by which it is called in the hall. */
export interface MediaShown {
  readonly kind: "picture" | "sound" | "video";
  readonly number: number;
  readonly stored_name: string;
  readonly clock: Clock | null;
  readonly alt: string | null;
}

/** The programme the desk chose, how far it has come of how many steps (0: none); `ends`: a message's countdown. */
export interface OnAir {
  readonly block: "onair";
  readonly programme: string;
  readonly step: number;
  readonly steps: number;
  readonly message: string | null;
  readonly ends: Clock | null;
  readonly rehearsal: boolean;
  readonly signed: boolean;
  readonly organiser: string | null;
  readonly held: string | null;
  readonly waits: Opening | null;
}

/** Who is on stage now: its team, its desk number, the member who speaks, whether it was first at the buzzer. */
export interface OnStage {
  readonly block: "onstage";
  readonly team: string;
  readonly name: string;
  readonly podium: number;
  readonly member: string | null;
  readonly role: "" | "affirmative" | "negative";
  readonly buzzed: boolean;
}

/** Who is on stage now: its team, its desk number, the member who speaks, whether it was first at the buzzer. */
export interface OnStagePart {
  readonly team: string;
  readonly name: string;
  readonly podium: number;
  readonly member: string | null;
  readonly role: "" | "affirmative" | "negative";
  readonly buzzed: boolean;
}

/** A programme whose steps are being opened: how far it has come of how many. */
export interface Opening {
  readonly programme: string;
  readonly step: number;
  readonly steps: number;
}

/** A line of text; `team` is the id of the team a protest is of, empty for every other role. */
export interface Paragraph {
  readonly block: "paragraph";
  readonly text: string;
  readonly role: "note" | "message" | "desk_note" | "interruption" | "notice" | "protest" | "topic" | "motion" | "difficulty" | "segment" | "progress" | "returned" | "time" | "overtime" | "result";
  readonly team: string;
}

/** Prizes, the first first, then honours: each with the names of those who get it, None while it is not opened. */
export interface Prizes {
  readonly block: "prizes";
  readonly rows: ReadonlyArray<[string, ReadonlyArray<string> | null]>;
  readonly winners: ReadonlyArray<ReadonlyArray<Winner>>;
  readonly opening: ReadonlyArray<number>;
  readonly now: number | null;
  readonly newest: Winner | null;
  readonly returns: boolean;
}

/** A question, and for those who may know it, its answer. */
export interface Question {
  readonly block: "question";
  readonly text: string;
  readonly answer: string | null;
  readonly accepted: ReadonlyArray<string>;
  readonly points: ExactNumber | null;
  readonly stake: ExactNumber | null;
  readonly out: ReadonlyArray<[string, string]>;
  readonly form: "single" | "multiple" | "true_false" | "blank" | "open";
  readonly options: ReadonlyArray<[string, string]>;
  readonly key: ReadonlyArray<string>;
  readonly explanation: string | null;
  readonly media: MediaShown | null;
}

/** A team's row of the standings. */
export interface Ranked {
  readonly team: string;
  readonly name: string;
  readonly podium: number;
  readonly place: number | null;
  readonly total: ExactNumber;
  readonly parts: ReadonlyArray<ExactNumber>;
  readonly tied: boolean;
  readonly behind: ExactNumber | null;
  readonly was: number | null;
  readonly was_tied: boolean;
  readonly decided: string | null;
  readonly standing: "playing" | "withdrawn" | "disqualified";
  readonly provisional: boolean;
  readonly part_names: ReadonlyArray<string | null>;
  readonly helps: ReadonlyArray<[string, number]>;
}

/** The standings, best first: after which round, which are to come, and whether they hold. */
export interface Ranking {
  readonly block: "ranking";
  readonly rows: ReadonlyArray<Ranked>;
  readonly after: string | null;
  readonly coming: ReadonlyArray<[string, ExactNumber | null]>;
  readonly going_on: GoingOn | null;
  readonly frozen: boolean;
  readonly provisional: boolean;
  readonly places: number;
}

/** The last verdict on an answer, and what it gave. */
export interface Ruling {
  readonly block: "ruling";
  readonly verdict: string;
  readonly line: string;
  readonly team: string;
  readonly member: string;
  readonly gain: ExactNumber;
  readonly before: ExactNumber | null;
  readonly after: ExactNumber | null;
  readonly chosen: ReadonlyArray<string>;
}

/** The lines the host reads now and next, for host and desk only; `opening` are those on marks, with their stage. */
export interface Say {
  readonly block: "say";
  readonly now: ReadonlyArray<string>;
  readonly then: ReadonlyArray<string>;
  readonly opening: ReadonlyArray<["struck" | "panel" | "whole" | "best" | "place", string]>;
  readonly over: ReadonlyArray<string>;
  readonly remark: string | null;
  readonly over_remark: string | null;
  readonly reading: string | null;
}

/** A number with its working. */
export interface Score {
  readonly value: ExactNumber;
  readonly label: string;
  readonly op: ScoreOperation;
  readonly parts: ReadonlyArray<Score>;
  readonly record: number | null;
  readonly counted: boolean;
  readonly note: string | null;
  readonly key: string;
}

/** The rail: the steps of this part and where it stands (0-based; None before the first or after the last). */
export interface Steps {
  readonly block: "steps";
  readonly names: ReadonlyArray<string>;
  readonly current: number | null;
}

/** Rows of text and numbers under heads; a number stays a number until it is drawn. */
export interface Table {
  readonly block: "table";
  readonly heads: ReadonlyArray<string>;
  readonly rows: ReadonlyArray<ReadonlyArray<string | ExactNumber | number | null>>;
  readonly title: string | null;
  readonly purpose: "subject" | "teams" | "coming" | "counts";
  readonly teams: ReadonlyArray<string>;
}

/** Two sides of a debate and what they debate. */
export interface Versus {
  readonly block: "versus";
  readonly affirmative: OnStagePart;
  readonly negative: OnStagePart;
  readonly motion: string | null;
  readonly speaking: "" | "affirmative" | "negative";
}

/** One judge's vote: the state of the ballot and, once shown, what it says under each head and as it is read. */
export interface Vote {
  readonly judge: string;
  readonly name: string;
  readonly state: "waiting" | "in" | "shown" | "struck_high" | "struck_low" | "absent" | "barred";
  readonly says: ReadonlyArray<string>;
  readonly line: string | null;
}

/** The judges' votes on a match, in the order they open; `opened` is the judge whose vote came last. */
export interface Votes {
  readonly block: "votes";
  readonly heads: ReadonlyArray<string>;
  readonly cells: ReadonlyArray<Vote>;
  readonly opened: string | null;
}

/** Somebody on the prize page; a team with its desk number, place, total and what the total is made of. */
export interface Winner {
  readonly name: string;
  readonly podium: number | null;
  readonly team: string | null;
  readonly place: number | null;
  readonly total: ExactNumber | null;
  readonly parts: ReadonlyArray<ExactNumber>;
  readonly ahead: ExactNumber | null;
  readonly standing: "playing" | "withdrawn" | "disqualified";
  readonly members: ReadonlyArray<string>;
  readonly part_names: ReadonlyArray<string | null>;
}
