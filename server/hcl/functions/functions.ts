import type { BuiltInFunction } from './function';

export const FUNCTIONS: ReadonlyMap<string, BuiltInFunction> = new Map();
