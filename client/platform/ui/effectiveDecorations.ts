import * as vscode from 'vscode';
import { Scheme } from '../../core/ids';
import { replacedAt, type EffectiveContent, type EffectiveDocuments } from './effectiveDocuments';
import { isFirstLine, lineMarks } from '../effectiveLines';
import { t } from '../../../common/localization';

/**
 * Decorates the lines of an effective document by origin: inherited ones are dimmed, overrides and additions are marked. In a diff editor nothing is
 * dimmed, since it has colored backgrounds.
 */
export class EffectiveDecorations implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable;
  private types = createTypes();

  constructor(private readonly documents: EffectiveDocuments) {
    this.subscriptions = vscode.Disposable.from(
      vscode.window.onDidChangeVisibleTextEditors(() => this.drawAll()),
      vscode.window.onDidChangeActiveColorTheme(() => {
        this.disposeTypes();
        this.types = createTypes();
        this.drawAll();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === Scheme.effective) this.drawAll();
      }),
      documents.onDidChangeLines(() => this.drawAll()),
    );
    this.drawAll();
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.disposeTypes();
  }

  private disposeTypes(): void {
    for (const type of Object.values(this.types)) type.dispose();
  }

  private drawAll(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const content = editor.document.uri.scheme === Scheme.effective && this.documents.contentOf(editor.document);
      if (content) this.draw(editor, content);
    }
  }

  private draw(editor: vscode.TextEditor, content: EffectiveContent): void {
    const { lines, target } = content;
    const texts = content.text.split('\n');
    const marks = lineMarks(texts, lines, this.documents.isBase(target));
    const rangeOf = (line: number) => editor.document.lineAt(line).range;
    const labelled = (line: number, label: string): vscode.DecorationOptions => ({
      range: rangeOf(line),
      ...(isFirstLine(lines, line) ? { renderOptions: { after: { contentText: label } } } : {}),
    });
    const onlyHere = t('only in {0}', target.environment);
    editor.setDecorations(this.types.inherited, isCompared(editor, content) ? [] : marks.inherited.map(rangeOf));
    editor.setDecorations(
      this.types.overridden,
      marks.overridden.map(line => labelled(line, this.overridesText(content, line))),
    );
    editor.setDecorations(
      this.types.added,
      marks.added.map(line => labelled(line, onlyHere)),
    );
  }

  private overridesText(content: EffectiveContent, line: number): string {
    const replaced = replacedAt(content, line) ?? this.documents.baseOf(content.target.platform);
    return replaced === undefined ? t('overrides the base') : t('overrides {0}', replaced);
  }
}

/** Whether an editor is a side of a diff editor. */
const isCompared = ({ document: { uri } }: vscode.TextEditor, { target }: EffectiveContent): boolean =>
  target.forComparison === true ||
  vscode.window.tabGroups.all.some(({ activeTab }) => {
    const input = activeTab?.input;
    if (!(input instanceof vscode.TabInputTextDiff)) return false;
    return [input.original, input.modified].some(each => each.toString() === uri.toString());
  });

type LineType = 'inherited' | 'overridden' | 'added';

function createTypes(): Record<LineType, vscode.TextEditorDecorationType> {
  const { HighContrast, HighContrastLight } = vscode.ColorThemeKind;
  const highContrast = [HighContrast, HighContrastLight].includes(vscode.window.activeColorTheme.kind);
  const create = vscode.window.createTextEditorDecorationType;
  return {
    // Dimming would reduce the contrast of high contrast themes.
    inherited: create(highContrast ? { fontStyle: 'italic' } : { opacity: '0.6' }),
    overridden: create(marked('editorGutter.modifiedBackground', 'editorOverviewRuler.modifiedForeground')),
    added: create(marked('editorGutter.addedBackground', 'editorOverviewRuler.addedForeground')),
  };
}

function marked(edge: string, ruler: string): vscode.DecorationRenderOptions {
  return {
    isWholeLine: true,
    borderWidth: '0 0 0 2px',
    borderStyle: 'solid',
    borderColor: new vscode.ThemeColor(edge),
    overviewRulerColor: new vscode.ThemeColor(ruler),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
    // A color that is readable on the red and green of a diff editor.
    after: { margin: '0 0 0 2em', fontStyle: 'italic', color: new vscode.ThemeColor('descriptionForeground') },
  };
}
