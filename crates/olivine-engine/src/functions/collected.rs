//! What aggregate functions share that look at all rows of a group at once: the rows are kept compactly, sorted when the answer
//! is asked for, and handed to a plain function. So the order of coming leaves no trace.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::marker::PhantomData;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, StructArray};
use arrow::datatypes::{DataType, Field, FieldRef, Fields};
use datafusion::common::ScalarValue;
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature};

use super::FunctionDoc;
use super::arguments::{Argument, coerce, signature};
use super::rows::list;

/// Such a function.
pub(super) trait Rule: Debug + PartialEq + Eq + Hash + Send + Sync + Default + 'static {
    /// A row, as it is kept.
    type Row: Copy + Debug + Send + Sync + 'static;

    /// Its documentation.
    const DOC: FunctionDoc;
    /// Its arguments.
    const ARGUMENTS: &'static [Argument];

    /// The rows of argument columns; none for rows that are passed over.
    fn read(columns: &[ArrayRef], names: &mut Names) -> Result<Vec<Option<Self::Row>>>;

    /// The argument columns of rows: what [`Rule::read`] makes the same rows of.
    fn write(rows: &[Self::Row], names: &[Arc<str>]) -> Vec<ArrayRef>;

    /// Order of the rows of a group. Rows that it takes for equal are the same.
    fn order(one: &Self::Row, other: &Self::Row) -> Ordering;

    /// Puts other numbers in the place of those of names.
    fn renumber(row: &mut Self::Row, places: &[u32]) {
        let _ = (row, places);
    }

    /// Type of the answer.
    fn answer_type() -> DataType;

    /// The answer of each group. Names are sorted: their numbers sort as they do.
    fn answer(groups: &mut [&mut [Self::Row]], names: &[Arc<str>]) -> Result<ArrayRef>;
}

/// Texts that occur in many rows, each once.
#[derive(Debug, Default)]
pub(super) struct Names {
    numbers: HashMap<Arc<str>, u32>,
    names: Vec<Arc<str>>,
    bytes: usize,
}

impl Names {
    pub(super) fn number(&mut self, name: &str) -> Result<u32> {
        if let Some(number) = self.numbers.get(name) {
            return Ok(*number);
        }
        let number = u32::try_from(self.names.len())
            .map_err(|_| DataFusionError::ResourcesExhausted("too many different texts".to_owned()))?;
        let name: Arc<str> = name.into();
        self.bytes += name.len() + 64;
        self.names.push(Arc::clone(&name));
        self.numbers.insert(name, number);
        Ok(number)
    }

    /// The names in the order of their bytes, and the place there of each number.
    fn sorted(&self) -> (Vec<Arc<str>>, Vec<u32>) {
        let mut order: Vec<u32> = (0..).take(self.names.len()).collect();
        order.sort_unstable_by_key(|number| &self.names[*number as usize]);
        let mut places = vec![0; self.names.len()];
        for (place, number) in (0_u32..).zip(&order) {
            places[*number as usize] = place;
        }
        let names = order.into_iter().map(|number| Arc::clone(&self.names[number as usize]));
        (names.collect(), places)
    }
}

/// The rows of all groups of an aggregation.
#[derive(Debug)]
struct Log<R: Rule> {
    rows: Vec<(u32, R::Row)>,
    names: Names,
    groups: usize,
}

impl<R: Rule> Default for Log<R> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            names: Names::default(),
            groups: 0,
        }
    }
}

/// The rows of some groups: each group's sorted, one group after the other.
struct Taken<R: Rule> {
    rows: Vec<R::Row>,
    /// Where each group ends in `rows`.
    ends: Vec<usize>,
    names: Vec<Arc<str>>,
}

impl<R: Rule> Taken<R> {
    fn answer(mut self) -> Result<ArrayRef> {
        let mut groups = Vec::with_capacity(self.ends.len());
        let mut rest = self.rows.as_mut_slice();
        let mut begin = 0;
        for end in &self.ends {
            let (group, others) = rest.split_at_mut(end - begin);
            groups.push(group);
            rest = others;
            begin = *end;
        }
        R::answer(&mut groups, &self.names)
    }

    /// The rows of each group as one list.
    fn state(self) -> Result<ArrayRef> {
        let columns = R::write(&self.rows, &self.names);
        let rows = StructArray::try_new(row_fields::<R>(), columns, None)?;
        Ok(Arc::new(list(row_field::<R>(), Arc::new(rows), &self.ends, None)?))
    }
}

fn row_fields<R: Rule>() -> Fields {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    let fields = names.iter().zip(R::ARGUMENTS);
    fields
        .map(|(name, argument)| Field::new(*name, state_type(*argument), true))
        .collect()
}

/// Views of texts would lose their buffers on the way to a file.
fn state_type(argument: Argument) -> DataType {
    match argument {
        Argument::Text => DataType::Utf8,
        other => other.data_type(),
    }
}

fn row_field<R: Rule>() -> Field {
    Field::new("item", DataType::Struct(row_fields::<R>()), true)
}

impl<R: Rule> Log<R> {
    fn update(
        &mut self,
        columns: &[ArrayRef],
        groups: &[usize],
        filter: Option<&BooleanArray>,
        total_groups: usize,
    ) -> Result<()> {
        self.groups = self.groups.max(total_groups);
        let rows = R::read(columns, &mut self.names)?;
        for (place, (row, group)) in rows.into_iter().zip(groups).enumerate() {
            let is_wanted = filter.is_none_or(|filter| filter.is_valid(place) && filter.value(place));
            if let (true, Some(row)) = (is_wanted, row) {
                self.rows.push((number_of(*group)?, row));
            }
        }
        Ok(())
    }

    /// Takes what [`Taken::state`] of another log gave.
    fn merge(&mut self, states: &ArrayRef, groups: &[usize], total_groups: usize) -> Result<()> {
        self.groups = self.groups.max(total_groups);
        let states = states.as_list::<i32>();
        let columns = states.values().as_struct().columns().iter().zip(R::ARGUMENTS);
        let columns: Vec<ArrayRef> = columns
            .map(|(column, argument)| Ok(arrow::compute::cast(column, &argument.data_type())?))
            .collect::<Result<_>>()?;
        let rows = R::read(&columns, &mut self.names)?;
        let offsets = states.value_offsets();
        for (state, group) in groups.iter().enumerate() {
            if states.is_null(state) {
                continue;
            }
            let group = number_of(*group)?;
            let (begin, end) = (offsets[state] as usize, offsets[state + 1] as usize);
            self.rows
                .extend(rows[begin..end].iter().flatten().map(|row| (group, *row)));
        }
        Ok(())
    }

    /// Hands out the rows of the groups to be emitted.
    fn take(&mut self, emit: EmitTo) -> Taken<R> {
        let (count, rows) = match emit {
            EmitTo::All => (std::mem::take(&mut self.groups), std::mem::take(&mut self.rows)),
            EmitTo::First(count) => {
                let (taken, mut rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.rows)
                    .into_iter()
                    .partition(|(group, _)| (*group as usize) < count);
                for (group, _) in &mut rest {
                    // `count` is at most the number of a group, which fits.
                    *group -= count as u32;
                }
                self.rows = rest;
                self.groups = self.groups.saturating_sub(count);
                (count, taken)
            }
        };
        self.sorted(rows, count)
    }

    /// As [`Log::take`] of all groups, but the log keeps them.
    fn peek(&self) -> Taken<R> {
        self.sorted(self.rows.clone(), self.groups.max(1))
    }

    fn sorted(&self, mut rows: Vec<(u32, R::Row)>, groups: usize) -> Taken<R> {
        let (names, places) = self.names.sorted();
        for (_, row) in &mut rows {
            R::renumber(row, &places);
        }
        rows.sort_unstable_by(|one, other| one.0.cmp(&other.0).then_with(|| R::order(&one.1, &other.1)));
        let mut ends = vec![0; groups];
        for (group, _) in &rows {
            ends[*group as usize] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        Taken {
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            ends,
            names,
        }
    }

    fn size(&self) -> usize {
        self.rows.capacity() * size_of::<(u32, R::Row)>() + self.names.bytes
    }
}

fn number_of(group: usize) -> Result<u32> {
    u32::try_from(group).map_err(|_| DataFusionError::ResourcesExhausted("more than 2^32 groups".to_owned()))
}

/// The function of a rule.
pub(super) fn function<R: Rule>() -> AggregateUDF {
    AggregateUDF::new_from_impl(Collected::<R> {
        signature: signature(),
        rule: PhantomData,
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Collected<R: Rule> {
    signature: Signature,
    rule: PhantomData<R>,
}

impl<R: Rule> AggregateUDFImpl for Collected<R> {
    fn name(&self) -> &str {
        R::DOC.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(R::DOC.name, R::ARGUMENTS, given)
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(R::answer_type())
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let rows = DataType::List(Arc::new(row_field::<R>()));
        Ok(vec![Arc::new(Field::new(format!("{}[rows]", args.name), rows, true))])
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }

    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(OneGroup::<R>(Log::default())))
    }

    fn groups_accumulator_supported(&self, _: AccumulatorArgs) -> bool {
        true
    }

    fn create_groups_accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(ManyGroups::<R>(Log::default())))
    }
}

/// The aggregation of grouped rows.
struct ManyGroups<R: Rule>(Log<R>);

impl<R: Rule> GroupsAccumulator for ManyGroups<R> {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        opt_filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        self.0.update(values, group_indices, opt_filter, total_num_groups)
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        self.0.take(emit_to).answer()
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        Ok(vec![self.0.take(emit_to).state()?])
    }

    fn merge_batch(&mut self, values: &[ArrayRef], group_indices: &[usize], total_num_groups: usize) -> Result<()> {
        self.0.merge(&values[0], group_indices, total_num_groups)
    }

    fn convert_to_state(&self, values: &[ArrayRef], opt_filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let rows = values[0].len();
        let each_its_own: Vec<usize> = (0..rows).collect();
        let mut log = Log::<R>::default();
        log.update(values, &each_its_own, opt_filter, rows)?;
        Ok(vec![log.take(EmitTo::All).state()?])
    }

    fn size(&self) -> usize {
        self.0.size()
    }
}

/// The aggregation of all rows into one.
#[derive(Debug)]
struct OneGroup<R: Rule>(Log<R>);

impl<R: Rule> Accumulator for OneGroup<R> {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.0.update(values, &vec![0; values[0].len()], None, 1)
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        ScalarValue::try_from_array(&self.0.peek().answer()?, 0)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.0.size()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![ScalarValue::try_from_array(&self.0.peek().state()?, 0)?])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.0.merge(&states[0], &vec![0; states[0].len()], 1)
    }
}
