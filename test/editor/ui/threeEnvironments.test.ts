// A platform with three environments, in one window: opening one takes longer than most of these tests.
import { openEditor } from '../../support/ui/openEditor';
import { activationTests } from './three-environments/activation';
import { agentInstructionTests } from './three-environments/agentInstructions';
import { kubestackViewTests } from './three-environments/kubestackView';
import { lifeCycleTests } from './three-environments/lifeCycle';

describe('a window with three environments', () => {
  const editor = openEditor({
    workspace: 'test/editor/extension/three-environments/workspace',
    settings: {
      // Semantic highlighting would replace some of the grammar's colors.
      'editor.semanticHighlighting.enabled': false,
      // For a light bulb, VS Code requests the actions of changed text again. It then can't run the command of an action that makes this change.
      'editor.lightbulb.enabled': 'off',
    },
  });

  activationTests(editor);
  kubestackViewTests(editor);
  agentInstructionTests(editor);
  // Last, since they change the platform.
  lifeCycleTests(editor);
});
