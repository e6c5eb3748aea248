/** Parts of an effective configuration, for checks. */
export * from '../../semantics/effectiveParts';
