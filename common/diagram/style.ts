/** The style sheet of a platform diagram: it uses the editor's colors in a page, and fixed colors in an exported picture. */

export interface DiagramColors {
  readonly font: string;
  readonly background: string;
  readonly text: string;
  /** The text color of facts. */
  readonly muted: string;
  readonly border: string;
  readonly environment: string;
  readonly card: string;
  readonly part: string;
  /** The color of differences, and of promotions with waiting commits. */
  readonly accent: string;
}

/** @returns CSS for elements below one with the class `diagram` */
export function diagramStyle(colors: DiagramColors): string {
  return `
.diagram text { fill: ${colors.text}; font-family: ${colors.font}; }
.diagram .box { stroke: ${colors.border}; stroke-width: 1; }
.diagram .platform > .box { fill: ${colors.background}; }
.diagram .environment > .box { fill: ${colors.environment}; }
.diagram .cluster > .box { fill: ${colors.card}; }
.diagram .nodePool > .box, .diagram .service > .box { fill: ${colors.part}; }
.diagram .service > .box { rx: 9px; }
.diagram .missing > .box { fill: none; stroke-dasharray: 4 3; }
.diagram .name { font-weight: 600; }
.diagram .nodePool > .name, .diagram .service > .name { font-weight: 500; }
.diagram .fact { fill: ${colors.muted}; }
.diagram .fact.differs, .diagram .count { fill: ${colors.text}; font-weight: 700; }
.diagram .count { text-anchor: end; }
.diagram .mark { fill: ${colors.accent}; }
.diagram .arrow > .target { fill: transparent; }
.diagram .arrow > .line { fill: none; stroke: ${colors.muted}; stroke-width: 2; }
.diagram .arrow > .head { fill: ${colors.muted}; }
.diagram .arrow.waiting > .line { stroke: ${colors.accent}; stroke-width: 3; }
.diagram .arrow.waiting > .head { fill: ${colors.accent}; }
.diagram .waits { text-anchor: middle; }
.diagram .arrow.waiting > .waits { font-weight: 700; }
`;
}
