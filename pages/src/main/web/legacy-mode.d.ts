/** What the package of old modes does not say of those that are used here. */

import type { StreamParser } from '@codemirror/language';

export const toml: StreamParser<unknown>;
export const yaml: StreamParser<unknown>;
