// The ESLint rule against parsing texts that we wrote for people: what a program needs to know is data beside the text, which is the same in every
// language.

const MAKERS = new Set([
  ...['t', 'english', 'localized', 'sentences', 'alternatives', 'enumeration'],
  ...['stepText', 'nextStepsText'],
]);

/** Properties that hold such texts, by the type that declares them. */
const FIELDS = {
  Step: ['text'],
  NextSteps: ['title', 'notes'],
  Checklist: ['title', 'notes'],
  ScaffoldOutcome: ['notes'],
  ScaffoldProblem: ['message'],
  RefactoringProblem: ['problem'],
  CheckResult: ['reason'],
};

const PATTERN_METHODS = new Set(['test', 'exec']);
const TEXT_METHODS = new Set([
  ...['match', 'matchAll', 'replace', 'replaceAll', 'search', 'split'],
  ...['includes', 'indexOf', 'lastIndexOf', 'startsWith', 'endsWith'],
]);

/** @type {import('eslint').Rule.RuleModule} */
export const parsedTexts = {
  meta: {
    type: 'problem',
    docs: { description: 'Texts for people are not searched, taken apart or compared.' },
    schema: [],
    messages: { parsed: 'This text is for people, and translated. Pass what the code needs as data beside it.' },
  },
  create(context) {
    const { sourceCode } = context;
    const { esTreeNodeToTSNodeMap: nodes, program } = sourceCode.parserServices;
    const checker = program.getTypeChecker();

    /** Whether an expression is a text that was made for people, or a list of such texts. */
    function isForPeople(node) {
      if (node.type === 'ChainExpression' || node.type === 'TSNonNullExpression') return isForPeople(node.expression);
      if (node.type === 'LogicalExpression') return isForPeople(node.left);
      if (node.type === 'CallExpression') return MAKERS.has(node.callee.name);
      const symbol = checker.getSymbolAtLocation(nodes.get(node.type === 'MemberExpression' ? node.property : node));
      return (symbol?.declarations ?? []).some(isDeclaredForPeople);
    }

    /** A field of the table, a variable with its value, or a constant with the result of a function of the list. */
    function isDeclaredForPeople(declaration) {
      const name = declaration.name?.getText();
      const fields = FIELDS[declaration.parent?.name?.getText() ?? ''];
      if (fields && Object.hasOwn(FIELDS, declaration.parent.name.getText())) return fields.includes(name);
      if (declaration.propertyName === undefined && MAKERS.has(declaration.initializer?.expression?.getText()))
        return true;
      const pattern = declaration.parent;
      if (pattern?.elements?.includes(declaration) !== true) return false;
      const property = checker
        .getTypeAtLocation(pattern)
        .getProperty((declaration.propertyName ?? declaration.name).getText());
      return (property?.declarations ?? []).some(each => each !== declaration && isDeclaredForPeople(each));
    }

    const report = node => {
      if (isForPeople(node)) context.report({ node, messageId: 'parsed' });
    };
    return {
      CallExpression({ callee, arguments: [first] }) {
        if (callee.type !== 'MemberExpression' || callee.computed) return;
        if (TEXT_METHODS.has(callee.property.name)) report(callee.object);
        if (PATTERN_METHODS.has(callee.property.name) && first) report(first);
      },
      // A button of a message is the text that was passed to it, so only texts that came as data count.
      "BinaryExpression[operator=/^[!=]==$/][left.type='MemberExpression']"({ left, right }) {
        if (right.value !== '' && right.name !== 'undefined') report(left);
      },
    };
  },
};
