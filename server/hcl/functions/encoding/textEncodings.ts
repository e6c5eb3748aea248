/** The encodings of `textencodebase64` and `textdecodebase64`, with the names and aliases of the IANA registry in Go's `ianaindex`. */

export interface TextEncoding {
  /** Name in messages. */
  readonly name: string;
  /** For {@link encodeWithCodec}; undefined for encodings that are implemented in Terraform only. */
  readonly codec: string | undefined;
}

/** Name, codec, and aliases in lowercase separated by spaces. */
const TABLE: readonly (readonly [string, string | undefined, string])[] = [
  [
    'US-ASCII',
    'ascii',
    'ansi_x3.4-1968 ansi_x3.4-1986 cp367 csascii ibm367 iso-ir-6 iso646-us iso_646.irv:1991 us us-ascii',
  ],
  ['UTF-8', 'utf-8', 'csutf8 utf-8'],
  ['UTF-16', 'utf-16', 'csutf16 utf-16'],
  ['UTF-16BE', 'utf-16be', 'csutf16be utf-16be'],
  ['UTF-16LE', 'utf-16le', 'csutf16le utf-16le'],
  ['IBM037', undefined, 'cp037 csibm037 ebcdic-cp-ca ebcdic-cp-nl ebcdic-cp-us ebcdic-cp-wt ibm037'],
  ['IBM437', undefined, '437 cp437 cspc8codepage437 ibm437'],
  ['IBM850', undefined, '850 cp850 cspc850multilingual ibm850'],
  ['IBM852', undefined, '852 cp852 cspcp852 ibm852'],
  ['IBM855', undefined, '855 cp855 csibm855 ibm855'],
  ['IBM00858', undefined, 'ccsid00858 cp00858 csibm00858 ibm00858 pc-multilingual-850+euro'],
  ['IBM860', undefined, '860 cp860 csibm860 ibm860'],
  ['IBM862', undefined, '862 cp862 cspc862latinhebrew ibm862'],
  ['IBM863', undefined, '863 cp863 csibm863 ibm863'],
  ['IBM865', undefined, '865 cp865 csibm865 ibm865'],
  ['IBM866', 'ibm866', '866 cp866 csibm866 ibm866'],
  ['IBM1047', undefined, 'csibm1047 ibm-1047 ibm1047'],
  ['IBM01140', undefined, 'ccsid01140 cp01140 csibm01140 ebcdic-us-37+euro ibm01140'],
  ['ISO_8859-1:1987', 'latin1', 'cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso_8859-1 iso_8859-1:1987 l1 latin1'],
  ['ISO_8859-2:1987', 'iso-8859-2', 'csisolatin2 iso-8859-2 iso-ir-101 iso_8859-2 iso_8859-2:1987 l2 latin2'],
  ['ISO_8859-3:1988', 'iso-8859-3', 'csisolatin3 iso-8859-3 iso-ir-109 iso_8859-3 iso_8859-3:1988 l3 latin3'],
  ['ISO_8859-4:1988', 'iso-8859-4', 'csisolatin4 iso-8859-4 iso-ir-110 iso_8859-4 iso_8859-4:1988 l4 latin4'],
  ['ISO_8859-5:1988', 'iso-8859-5', 'csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso_8859-5 iso_8859-5:1988'],
  [
    'ISO_8859-6:1987',
    'iso-8859-6',
    'arabic asmo-708 csisolatinarabic ecma-114 iso-8859-6 iso-ir-127 iso_8859-6 iso_8859-6:1987',
  ],
  ['ISO_8859-6-E', 'iso-8859-6', 'csiso88596e iso-8859-6-e iso_8859-6-e'],
  ['ISO_8859-6-I', 'iso-8859-6', 'csiso88596i iso-8859-6-i iso_8859-6-i'],
  [
    'ISO_8859-7:1987',
    'iso-8859-7',
    'csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso_8859-7 iso_8859-7:1987',
  ],
  ['ISO_8859-8:1988', 'iso-8859-8', 'csisolatinhebrew hebrew iso-8859-8 iso-ir-138 iso_8859-8 iso_8859-8:1988'],
  ['ISO_8859-8-E', 'iso-8859-8', 'csiso88598e iso-8859-8-e iso_8859-8-e'],
  ['ISO_8859-8-I', 'iso-8859-8', 'csiso88598i iso-8859-8-i iso_8859-8-i'],
  ['ISO_8859-9:1989', 'latin5', 'csisolatin5 iso-8859-9 iso-ir-148 iso_8859-9 iso_8859-9:1989 l5 latin5'],
  ['ISO-8859-10', 'iso-8859-10', 'csisolatin6 iso-8859-10 iso-ir-157 iso_8859-10:1992 l6 latin6'],
  ['ISO-8859-13', 'iso-8859-13', 'csiso885913 iso-8859-13'],
  [
    'ISO-8859-14',
    'iso-8859-14',
    'csiso885914 iso-8859-14 iso-celtic iso-ir-199 iso_8859-14 iso_8859-14:1998 l8 latin8',
  ],
  ['ISO-8859-15', 'iso-8859-15', 'csiso885915 iso-8859-15 iso_8859-15 latin-9'],
  ['ISO-8859-16', 'iso-8859-16', 'csiso885916 iso-8859-16 iso-ir-226 iso_8859-16 iso_8859-16:2001 l10 latin10'],
  ['KOI8-R', 'koi8-r', 'cskoi8r koi8-r'],
  ['KOI8-U', 'koi8-u', 'cskoi8u koi8-u'],
  ['macintosh', 'macintosh', 'csmacintosh mac macintosh'],
  ['windows-874', 'windows-874', 'cswindows874 windows-874'],
  ['windows-1250', 'windows-1250', 'cswindows1250 windows-1250'],
  ['windows-1251', 'windows-1251', 'cswindows1251 windows-1251'],
  ['windows-1252', 'windows-1252', 'cswindows1252 windows-1252'],
  ['windows-1253', 'windows-1253', 'cswindows1253 windows-1253'],
  ['windows-1254', 'windows-1254', 'cswindows1254 windows-1254'],
  ['windows-1255', 'windows-1255', 'cswindows1255 windows-1255'],
  ['windows-1256', 'windows-1256', 'cswindows1256 windows-1256'],
  ['windows-1257', 'windows-1257', 'cswindows1257 windows-1257'],
  ['windows-1258', 'windows-1258', 'cswindows1258 windows-1258'],
  [
    'Extended_UNIX_Code_Packed_Format_for_Japanese',
    undefined,
    'cseucpkdfmtjapanese euc-jp extended_unix_code_packed_format_for_japanese',
  ],
  ['ISO-2022-JP', undefined, 'csiso2022jp iso-2022-jp'],
  ['Shift_JIS', undefined, 'csshiftjis ms_kanji shift_jis'],
  ['EUC-KR', undefined, 'cseuckr euc-kr'],
  ['GB18030', undefined, 'csgb18030 gb18030'],
  ['GBK', undefined, 'cp936 csgbk gbk ms936 windows-936'],
  ['HZ-GB-2312', undefined, 'hz-gb-2312'],
  ['Big5', undefined, 'big5 csbig5'],
];

const BY_ALIAS = new Map(
  TABLE.flatMap(([name, codec, aliases]) => aliases.split(' ').map(alias => [alias, { name, codec }] as const)),
);

/** All encodings that are implemented here. */
export const TEXT_ENCODINGS: readonly TextEncoding[] = TABLE.flatMap(([name, codec]) =>
  codec ? [{ name, codec }] : [],
);

/** The encoding with a name or alias, ignoring case; undefined if Terraform has no such encoding. */
export function findTextEncoding(name: string): TextEncoding | undefined {
  return BY_ALIAS.get(name.trim().toLowerCase());
}
