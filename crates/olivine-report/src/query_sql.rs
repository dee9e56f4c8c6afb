//! What the SQL of a query names: tables and functions.
//!
//! A query runs on a connection that cannot write, but one that can read all of a database. So its SQL is read before: it may
//! name result tables only, under their own names, and call only the functions below, which compute on values. Functions that
//! wait, make long texts out of short ones, or look outside of the result tables are not among them.
//!
//! The text is read once more on its way to a database, and again there. So it may hold only words, texts and signs that all of them
//! tell apart in the same way.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use sqlparser::ast::{
    Expr, FunctionArguments, ObjectName, Query, SelectItem, SetExpr, Statement, TableFactor, Visit, Visitor,
};
use sqlparser::dialect::SQLiteDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Token, Tokenizer, Whitespace};

use crate::sql_size::too_long;

/// Functions that the SQL of queries may call: both stores have them, with the same meaning.
pub const QUERY_FUNCTIONS: &[&str] = &[
    "abs",
    "avg",
    "coalesce",
    "count",
    "date",
    "dense_rank",
    "first_value",
    "instr",
    "lag",
    "last_value",
    "lead",
    "lower",
    "max",
    "min",
    "ntile",
    "nullif",
    "percent_rank",
    "rank",
    "replace",
    "round",
    "row_number",
    "substr",
    "sum",
    "trim",
    "upper",
];

/// Beginnings of names that belong to the databases and to the state of the site.
const RESERVED: [&str; 3] = ["olivine_", "sqlite_", "pragma_"];

/// The tables that the SQL of a query reads rows from; names that it gives to parts of itself are left out.
///
/// # Errors
/// What it may not do, in words.
pub(crate) fn tables_of_query(sql: &str) -> Result<BTreeSet<String>, String> {
    if let Some(what) = too_long(&SQLiteDialect {}, sql) {
        return Err(what);
    }
    check_tokens(sql)?;
    let statements =
        Parser::parse_sql(&SQLiteDialect {}, sql).map_err(|error| format!("is not understood: {error}"))?;
    let [Statement::Query(query)] = statements.as_slice() else {
        return Err("is not one `select`".to_owned());
    };
    let mut reading = Reading::default();
    match query.visit(&mut reading) {
        ControlFlow::Break(problem) => Err(problem),
        ControlFlow::Continue(()) => Ok(reading.tables),
    }
}

/// The columns that the SQL of a query gives, in order; none where its text does not name them all, as with `select *`.
pub fn columns_of_query(sql: &str) -> Vec<String> {
    let statements = match too_long(&SQLiteDialect {}, sql) {
        None => Parser::parse_sql(&SQLiteDialect {}, sql).unwrap_or_default(),
        Some(_) => Vec::new(),
    };
    let [Statement::Query(query)] = statements.as_slice() else {
        return Vec::new();
    };
    let mut rows = query.body.as_ref();
    loop {
        rows = match rows {
            SetExpr::Select(select) => {
                let names = select.projection.iter().map(name_of);
                return names.collect::<Option<Vec<String>>>().unwrap_or_default();
            }
            // Rows put together have the names of the first ones.
            SetExpr::SetOperation { left, .. } => left.as_ref(),
            SetExpr::Query(inner) => inner.body.as_ref(),
            _ => return Vec::new(),
        };
    }
}

fn name_of(item: &SelectItem) -> Option<String> {
    let name = match item {
        SelectItem::ExprWithAlias { alias, .. } => alias,
        SelectItem::UnnamedExpr(Expr::Identifier(name)) => name,
        SelectItem::UnnamedExpr(Expr::CompoundIdentifier(path)) => path.last()?,
        _ => return None,
    };
    Some(name.value.clone())
}

/// Refuses what another reader of the text could take for something else.
fn check_tokens(sql: &str) -> Result<(), String> {
    let tokens = Tokenizer::new(&SQLiteDialect {}, sql)
        .tokenize()
        .map_err(|error| format!("is not understood: {error}"))?;
    match tokens.iter().find(|token| !is_plain(token)) {
        Some(token) => Err(format!("has `{token}`, which not every database reads in the same way")),
        None => Ok(()),
    }
}

fn is_plain(token: &Token) -> bool {
    match token {
        // Names in brackets are names to SQLite alone.
        Token::Word(word) => word.quote_style != Some('['),
        Token::Whitespace(Whitespace::SingleLineComment { prefix, .. }) => prefix == "--",
        Token::Whitespace(_)
        | Token::Number(..)
        | Token::SingleQuotedString(_)
        | Token::Comma
        | Token::Period
        | Token::Colon
        | Token::SemiColon
        | Token::LParen
        | Token::RParen
        | Token::Eq
        | Token::Neq
        | Token::Lt
        | Token::Gt
        | Token::LtEq
        | Token::GtEq
        | Token::Plus
        | Token::Minus
        | Token::Mul
        | Token::Div
        | Token::Mod
        | Token::StringConcat => true,
        _ => false,
    }
}

/// Whether rows come from parts of a statement that are all gone through: selects, values, and what is made of them.
fn is_gone_through(rows: &SetExpr) -> bool {
    match rows {
        SetExpr::Select(_) | SetExpr::Query(_) | SetExpr::Values(_) => true,
        SetExpr::SetOperation { left, right, .. } => is_gone_through(left) && is_gone_through(right),
        _ => false,
    }
}

fn is_reserved(name: &str) -> bool {
    RESERVED.iter().any(|begin| name.starts_with(begin))
}

/// The parts that a statement around the place being read names (`with NAME as …`).
struct Scope {
    /// Each with the statement that it is.
    parts: Vec<(String, *const Query)>,
    /// How many of them the place sees, from the first.
    visible: usize,
    /// Whether a part sees itself.
    is_recursive: bool,
}

impl Scope {
    fn of(query: &Query) -> Self {
        let parts = query.with.iter().flat_map(|with| &with.cte_tables);
        Self {
            parts: parts
                .map(|part| (part.alias.name.value.clone(), std::ptr::from_ref(part.query.as_ref())))
                .collect(),
            visible: 0,
            is_recursive: query.with.as_ref().is_some_and(|with| with.recursive),
        }
    }

    /// Where a statement stands among the parts.
    fn place_of(&self, query: &Query) -> Option<usize> {
        self.parts.iter().position(|(_, part)| std::ptr::eq(*part, query))
    }

    fn shows(&self, name: &str) -> bool {
        self.parts[..self.visible].iter().any(|(part, _)| part == name)
    }
}

/// Goes through a statement. A name stands for a part only where every database takes it for that: behind the part or, in a recursive
/// one, inside of it, in the same letters. Anywhere else it is that of a table.
#[derive(Default)]
struct Reading {
    scopes: Vec<Scope>,
    tables: BTreeSet<String>,
}

impl Visitor for Reading {
    type Break = String;

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<String> {
        if !query.locks.is_empty() {
            return ControlFlow::Break("locks rows; a query only reads".to_owned());
        }
        if !is_gone_through(&query.body) {
            return ControlFlow::Break("takes rows from something else than a `select`".to_owned());
        }
        if let Some(around) = self.scopes.last_mut()
            && let Some(place) = around.place_of(query)
        {
            around.visible = place + usize::from(around.is_recursive);
        }
        let scope = Scope::of(query);
        let reserved = scope.parts.iter().find(|(name, _)| is_reserved(&name.to_lowercase()));
        if let Some((name, _)) = reserved {
            return ControlFlow::Break(format!(
                "calls a part of itself `{name}`, a name that belongs to the database"
            ));
        }
        self.scopes.push(scope);
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, query: &Query) -> ControlFlow<String> {
        self.scopes.pop();
        if let Some(around) = self.scopes.last_mut()
            && let Some(place) = around.place_of(query)
        {
            around.visible = place + 1;
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<String> {
        match factor {
            TableFactor::Table { args: None, .. } | TableFactor::Derived { .. } | TableFactor::NestedJoin { .. } => {
                ControlFlow::Continue(())
            }
            other => ControlFlow::Break(format!("reads rows from `{other}`, which is no result table")),
        }
    }

    fn pre_visit_relation(&mut self, relation: &ObjectName) -> ControlFlow<String> {
        let [part] = relation.0.as_slice() else {
            return ControlFlow::Break(format!(
                "reads from `{relation}`; result tables are named without a database"
            ));
        };
        let Some(written) = part.as_ident().map(|name| &name.value) else {
            return ControlFlow::Break(format!("reads from `{relation}`, which is no result table"));
        };
        let name = written.to_lowercase();
        if is_reserved(&name) {
            return ControlFlow::Break(format!("reads from `{name}`, which is no result table"));
        }
        if self.scopes.iter().any(|scope| scope.shows(written)) {
            return ControlFlow::Continue(());
        }
        if *written != name {
            return ControlFlow::Break(format!(
                "reads from `{written}`; tables are named in lower case, as not every database takes `{name}` for the same"
            ));
        }
        self.tables.insert(name);
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expression: &Expr) -> ControlFlow<String> {
        let Expr::Function(function) = expression else {
            return ControlFlow::Continue(());
        };
        let name = function.name.to_string().to_lowercase();
        if !QUERY_FUNCTIONS.contains(&name.as_str()) {
            return ControlFlow::Break(format!(
                "calls `{name}`; the SQL of queries may call {}",
                QUERY_FUNCTIONS.join(", ")
            ));
        }
        let has_several = matches!(&function.args, FunctionArguments::List(list) if list.args.len() > 1);
        if has_several && matches!(name.as_str(), "min" | "max") {
            return ControlFlow::Break(format!(
                "calls `{name}` with several values, which only SQLite knows; write `case when … end`"
            ));
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(sql: &str) -> Vec<String> {
        tables_of_query(sql)
            .unwrap_or_else(|problem| panic!("{sql}: {problem}"))
            .into_iter()
            .collect()
    }

    #[test]
    fn tables_are_found_wherever_rows_come_from() {
        let sql = "with w as (select course_id from a where x in (:list)), v as (select * from w)
                   select (select max(\"date\") from \"b\") as m, row_number() over (order by v.x) as n
                   from v join c on v.id = c.id left join (select 1 as id from d) e on e.id = v.id
                   where exists (select 1 from `f`) and v.\"date\" >= :start_date and (:end_date_given = 0 or 1 = 1)
                   union all select 1, 2 from g order by 1";
        assert_eq!(tables(sql), ["a", "b", "c", "d", "f", "g"]);
    }

    #[test]
    fn columns_are_those_of_the_outermost_rows() {
        let table: [(&str, &[&str]); 6] = [
            (
                "with w as (select x, y from t) select \"date\", w.people, 1.0 * a / b as share from w order by y",
                &["date", "people", "share"],
            ),
            ("select a as one from t union all select b from u", &["one"]),
            ("(select a from t)", &["a"]),
            ("select *, a from t", &[]),
            ("select count(*) from t", &[]),
            ("selct a from t", &[]),
        ];
        for (sql, expected) in table {
            assert_eq!(columns_of_query(sql), expected, "{sql}");
        }
    }

    #[test]
    fn a_table_that_has_the_name_of_a_part_elsewhere_is_no_way_around() {
        // The inner name hides nothing outside of its own statement, so it may not be one of the database's.
        let sql = "select * from olivine_user, (with olivine_user as (select 1 as x) select * from olivine_user) t";
        assert!(tables_of_query(sql).is_err());
        // Nor does it hide a result table there, in a part before it, in itself, or in other letters.
        for sql in [
            "select r.email from roster r, (with roster as (select 1 as x) select x from roster) t",
            "with a as (select email from roster), roster as (select 1 as email) select * from a",
            "with roster as (select email from roster) select * from roster",
            "with Roster as (select 1 as email) select email from roster",
            "select (with roster as (select 1 as x) select x from roster) from roster",
        ] {
            assert_eq!(tables(sql), ["roster"], "{sql}");
        }
        for sql in [
            "with roster as (select 1 as x), b as (select x from roster) select (select max(x) from roster) from b",
            "with recursive roster as (select 1 as x union all select x + 1 from roster where x < 9) select x from roster",
            "with roster as (select 1 as x) select * from (with b as (select x from roster) select x from b) t",
        ] {
            assert!(tables(sql).is_empty(), "{sql}");
        }
    }

    #[test]
    fn what_reaches_beyond_result_tables_is_refused() {
        for sql in [
            "select * from olivine_user",
            "select * from \"olivine_session\"",
            "select * from [OLIVINE_TOKEN]",
            "select * from 'olivine_token'",
            "select * from mysql.user",
            "select * from information_schema.tables",
            "select * from main.a",
            "select * from sqlite_schema",
            "select * from pragma_table_info('a')",
            "select * from json_each('[1]')",
            "select load_file('/etc/passwd') from a",
            "select load_extension('x') from a",
            "select sleep(10) from a",
            "select benchmark(1000000000, md5('x')) from a",
            "select get_lock('x', 10) from a",
            "select zeroblob(1000000000) from a",
            "select printf('%1000000000d', 1) from a",
            "select repeat('x', 1000000000) from a",
            "select * from a for update",
            "select x as [--], '\n], (select max(email) from roster) as p, --\n' as q from a",
            "select x from a union all table olivine_user",
            "with u as (table olivine_user limit 100) select * from u",
            "select x'a\\' from a",
            "select n'a' from a",
            "select x::text from a",
            "select x ->> '$.a' from a",
            "select * from Casing_a",
            "select max(x, 3) from a",
            "select 1 # comment\n from a",
            "delete from a",
            "insert into a select 1",
            "select 1; select 2",
            "attach 'x' as y",
            "pragma query_only = off",
        ] {
            assert!(tables_of_query(sql).is_err(), "{sql}: {:?}", tables_of_query(sql));
        }
    }
}
