/** Globals that exist in both Node and browsers. `common/` is compiled without the type definitions of either. */
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare class TextDecoder {
  constructor(encoding?: 'utf-8', options?: { ignoreBOM?: boolean });
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}
declare function btoa(characters: string): string;
declare function atob(base64: string): string;
