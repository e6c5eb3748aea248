// A platform with three environments, in one window: opening one takes longer than most of these tests.
import { openEditor } from '../../support/ui/openEditor';
import { activationTests } from './three-environments/activation';
import { agentInstructionTests } from './three-environments/agentInstructions';
import { devContainerTests } from './three-environments/devContainer';
import { clusterRenameTests } from './three-environments/clusterRename';
import { kubestackViewTests } from './three-environments/kubestackView';
import { refusedValueTests } from './three-environments/refusedValue';

describe('a window with three environments', () => {
  const editor = openEditor({
    workspace: 'test/editor/extension/three-environments/workspace',
    // Disables semantic highlighting, which would replace some of the grammar's colors.
    settings: { 'editor.semanticHighlighting.enabled': false },
  });

  activationTests(editor);
  kubestackViewTests(editor);
  agentInstructionTests(editor);
  devContainerTests(editor);
  refusedValueTests(editor);
  clusterRenameTests(editor);
});
