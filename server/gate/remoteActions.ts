/** What the command lines of Git hosts, clouds and clusters do, and HTTP clients. What is no reading command is asked about. */
import type { AgentAction } from '../kubestack/rules/agentPolicy';
import { tagActions, tagEffects, type LineContext, type Words } from './gitActions';

const isOption = (word: string | undefined): boolean => word?.startsWith('-') === true;
const some = (words: Words, pattern: RegExp): boolean => words.some(each => each !== undefined && pattern.test(each));

/** The tags that the arguments of a request or command name: `ref=refs/tags/v1`, `{"tag_name": "v1"}`. */
function namedTags(args: Words, context: LineContext): AgentAction[] {
  const found = args.join(' ').matchAll(/\btags\/([\w./-]+)|\btag(?:_name|Name)?\b["':=\s]+([\w./-]+)/g);
  const names = [...found].flatMap(([, ref, name]) => ref ?? name ?? []);
  return tagActions(names, context).slice(0, 1);
}

/** Topics of Git hosts about discussions and the command line itself. */
const HARMLESS_TOPICS: ReadonlySet<string> = new Set(
  (
    'issue label gist snippet project search status auth browse config completion incident help version user org ' +
    'milestone iteration todo'
  ).split(' '),
);
/** Commands about reviewed changes that don't merge them. */
const REVIEWS =
  /^(?:create|new|view|show|list|ls|status|diff|checkout|co|checks|comment|note|close|reopen|edit|update|ready|review|watch|issues|for|todo|subscribe|unsubscribe|rebase|revoke|approvers|lock|unlock)$/;
/** Commands about other topics that only read. */
const VIEWS = /^(?:view|list|ls|status|watch|download|get|lint|trace|clone|fork|search|check|artifact)$/;
const TOPICS =
  /^(?:[pm]r|workflow|run|release|ci|pipe(?:line)?|job|repo|ruleset|rs|secret|variable|ext(?:ensions?)?|alias|cache|schedule|(?:deploy|ssh|gpg)-key|api|attestation)$/;

/** The command lines of Git hosts. Options such as `--repo` may take a word anywhere. */
export function hostActions(args: Words, context: LineContext): AgentAction[] {
  if (args.includes(undefined)) return ['unread'];
  const words = (args as readonly string[]).filter(each => !isOption(each));
  if (words.length === 0 || some(args, /^--help$/)) return [];
  const at = words.findIndex(each => HARMLESS_TOPICS.has(each) || TOPICS.test(each));
  const [topic, ...rest] = words.slice(at);
  // Other words are aliases and extensions, which run any command.
  if (at < 0 || topic === undefined) return ['unread'];
  if (HARMLESS_TOPICS.has(topic)) return [];
  const unread: AgentAction[] = [...namedTags(args, context), 'unread'];
  if (topic === 'api') return some(args, /^(?:-[XfF]|--(?:method|field|raw-field|input|form))/) ? unread : [];
  const reads = /^[pm]r$/.test(topic) ? REVIEWS : VIEWS;
  const command = rest.find(each => reads.test(each) || CHANGES.test(each));
  if (reads === REVIEWS) {
    const isApproval = command === 'review' && some(args, /^(?:--approve|-a)$/);
    if (isApproval || command === undefined || !reads.test(command)) return ['push'];
  }
  if (topic === 'release' && command === 'create') return tagEffects(rest.slice(rest.indexOf(command) + 1), context);
  // After `--` are options of git.
  return command !== undefined && reads.test(command) && !args.includes('--') ? [] : unread;
}

/** Commands of Git hosts that change something, so that the words after them are not taken for one that reads. */
const CHANGES =
  /^(?:merge|accept|approve|create|new|run|rerun|retry|trigger|run-trig|play|delete|set|import|exec|install|enable|disable|edit|upload|sync|archive|rename|transfer|mirror|cancel|remove|upgrade)$/;

/** Options of HTTP clients that send something, or that take other options from a file. */
const SENDS = /^(?:--(?:data|form|json|upload-file|post-|body-|config\b)|-(?:Body|InFile)$)/i;
/** The same as letters of curl, after others without a value. */
const CURL_SENDS = /^-[#0-46fgijklnsvLNOJRS]*[dFTK]/;
const METHOD_OPTION = /^(?:-[#0-46fgijklnsvLNOJRS]*X|--(?:request|method)|-Method)$/;
/** Such an option and its value in one word. */
const METHOD = /^(?:--(?:request|method)=|-[#0-46fgijklnsvLNOJRS]*X)(\w+)$/;

/** What a request does that is not to this machine: one that only reads does nothing. @param name that of the HTTP client */
export function requestActions(name: string, args: Words, context: LineContext): AgentAction[] {
  const takesWords = /^(?:https?|xhs?)$/.test(name);
  const isGet = name === 'curl' && some(args, /^(?:-G|--get)$/);
  const isSent = args.some((each, at) => {
    if (METHOD_OPTION.test(args[at - 1] ?? '')) return each === undefined || changes(each);
    if (each === undefined) return false;
    const method = METHOD.exec(each)?.[1];
    if (method !== undefined) return changes(method);
    if (takesWords) return /^(?:post|put|patch|delete)$/i.test(each) || /^[\w-]+(?::?=|@)/.test(each);
    return !isGet && (SENDS.test(each) || (/^curl/.test(name) && CURL_SENDS.test(each)));
  });
  const isLocal = some(args, /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0|:\d+)(?:[:/]|$)/);
  return isSent && !isLocal ? [...namedTags(args, context), 'unread'] : [];
}

const changes = (method: string): boolean => !/^(?:get|head|options)$/i.test(method);

/** Words of a cloud's commands that delete. */
const DELETES =
  /^(?:--)?(?:batch-)?(?:delete|terminate|destroy|purge|rm|rb|remove|deregister|drain|schedule-key-deletion)(?:-|$)/i;
/** Words of a cloud's commands that read, and those about the command line itself. */
const READS =
  /^(?:--)?(?:batch-)?(?:describe|list|get|head|show|ls|search|find|lookup|wait|help|version|info|login|logout|whoami|configure|config|auth|sso|sts|account|update-kubeconfig|kubeconfig|print|read|tail|filter|query|history|operations|export|validate|check|cat|du|stat|components|completion|extension|presign|init)(?:-|$)/i;
const BUCKET = /^(?:s3|gs|https?):\/\//;

export function cloudActions(args: Words, context: LineContext): AgentAction[] {
  if (some(args, DELETES)) return ['destroy'];
  if (args.includes(undefined)) return ['unread'];
  if (some(args, /^(?:resize|scale)$/)) return ['cluster'];
  const words = args.filter(each => !isOption(each));
  if (words.length === 0 || some(args, READS) || some(args, /^-h$/)) return [];
  // A download.
  const isCopy = some(words, /^(?:cp|copy|sync|rsync)$/);
  return isCopy && words.length > 2 && !BUCKET.test(words.at(-1)!) ? [] : [...namedTags(args, context), 'unread'];
}

/** What can be done with a cluster without changing what exists. */
const SEES =
  /^(?:get|describe|logs|top|explain|version|config|api-resources|api-versions|cluster-info|apply|diff|wait|list|ls|history|status|template|show|auth|can-i|kustomize|completion|options|plugin|exec|cp|attach|port-forward|repo|dependency|dep|lint|pull|fetch|package|search|env|verify|registry|help|whoami|login|project|projects|test)$/;

/** kubectl, helm and their relatives. Options such as --context take the next word, so each word may be the command. */
export function clusterActions(args: Words): AgentAction[] {
  const words = args.filter(each => !isOption(each));
  if (some(words, /^(?:delete|drain|uninstall|del|un|replace|scale|patch|evict|cordon|taint|rollback)$/))
    return ['cluster'];
  if (some(words, SEES)) return some(args, /^--(?:prune|force)(?:=true)?$/) ? ['cluster'] : [];
  return words.length === 0 ? [] : ['unread'];
}

/** Programs that apply what their own files describe. */
export function runnerActions(args: Words): AgentAction[] {
  if (some(args, /^(?:destroy|destroy-all|delete|down|remove)$/)) return ['destroy'];
  if (some(args, /^(?:apply|apply-all|up|deploy|sync)$/)) return ['apply'];
  return args.length > 0 && args.every(each => each !== undefined && /^(?:--version|version|--help)$/.test(each))
    ? []
    : ['unread'];
}
