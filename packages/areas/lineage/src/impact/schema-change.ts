/** A column goes. */
export interface DropColumn {
  /** Tells it from other changes. */
  readonly kind: "drop-column";
  /** Of which table. */
  readonly table: string;
  /** Which. */
  readonly column: string;
}

/** A column gets another name. */
export interface RenameColumn {
  /** Tells it from other changes. */
  readonly kind: "rename-column";
  /** Of which table. */
  readonly table: string;
  /** Which. */
  readonly column: string;
  /** Its new name. */
  readonly to: string;
}

/** A column gets another type. */
export interface ChangeType {
  /** Tells it from other changes. */
  readonly kind: "change-type";
  /** Of which table. */
  readonly table: string;
  /** Which. */
  readonly column: string;
  /** Its new type, in the platform's words. */
  readonly type: string;
}

/** A column comes, as the last one. */
export interface AddColumn {
  /** Tells it from other changes. */
  readonly kind: "add-column";
  /** To which table. */
  readonly table: string;
  /** Its name. */
  readonly column: string;
  /** Its type, in the platform's words. */
  readonly type: string;
}

/** A table goes. */
export interface DropTable {
  /** Tells it from other changes. */
  readonly kind: "drop-table";
  /** Which. */
  readonly table: string;
}

/** A change of a table that others read. */
export type SchemaChange = DropColumn | RenameColumn | ChangeType | AddColumn | DropTable;
