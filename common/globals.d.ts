/** What Node and every browser have, as far as `common/` uses it: it is compiled without the types of either. */
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare function btoa(characters: string): string;
declare function atob(base64: string): string;
