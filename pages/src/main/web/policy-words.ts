/** Which keys and words a policy may have where the cursor is, as its JSON Schema says. */

interface Schema {
  $ref?: string;
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  $defs?: Record<string, Schema>;
}

export interface Word {
  label: string;
  detail: string;
}

/** The words of one schema. */
export class PolicyWords {
  constructor(private readonly root: Schema) {}

  /** The keys within a table, `rules` say; those of the file itself where the name is empty. */
  keys(table: string): Word[] {
    return Object.entries(this.members(this.table(table))).map(([label, schema]) => ({
      label,
      detail: schema.description ?? '',
    }));
  }

  /** The names of tables. */
  tables(): Word[] {
    return this.keys('').filter(({ label }) => {
      const schema = this.resolved(this.members(this.root)[label]);
      return Boolean(schema.properties ?? schema.items);
    });
  }

  /** What may stand behind a key. */
  values(table: string, key: string): Word[] {
    const found: Word[] = [];
    this.collect(this.members(this.table(table))[key], found);
    return found;
  }

  private table(name: string): Schema {
    let at = this.root;
    for (const part of name.split('.').filter(Boolean)) {
      const member = this.resolved(this.members(at)[part]);
      at = this.resolved(member.items ?? member);
    }
    return at;
  }

  private members(schema: Schema): Record<string, Schema> {
    const all: Record<string, Schema> = { ...(schema.properties ?? {}) };
    for (const part of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) {
      Object.assign(all, this.members(this.resolved(part)));
    }
    return all;
  }

  private collect(schema: Schema | undefined, found: Word[]): void {
    const resolved = this.resolved(schema);
    for (const value of resolved.enum ?? (resolved.const === undefined ? [] : [resolved.const])) {
      found.push({ label: typeof value === 'string' ? `"${value}"` : String(value), detail: '' });
    }
    for (const part of [...(resolved.anyOf ?? []), ...(resolved.oneOf ?? [])]) {
      this.collect(part, found);
    }
  }

  private resolved(schema: Schema | undefined): Schema {
    let at = schema ?? {};
    for (let hops = 0; at.$ref && hops < 8; hops++) {
      at = this.root.$defs?.[at.$ref.replace('#/$defs/', '')] ?? {};
    }
    return at;
  }
}
