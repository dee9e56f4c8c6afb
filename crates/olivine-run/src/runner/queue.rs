//! Which step may begin: of those whose tables are there the one with which the longest chain of work begins, else the first of the plan;
//! so many at a time.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, VecDeque};

use crate::compute::Share;

/// What the queue has to know about a step.
#[derive(Debug, Clone)]
pub(super) struct Waiting<'p> {
    /// The table it makes.
    pub(super) table: &'p str,
    /// The tables it reads; those that no step makes are there already.
    pub(super) reads: &'p [String],
    /// Whether it has the machine for itself, so that the time it takes is its own.
    pub(super) alone: bool,
    /// Whether nothing is computed: out of the way first, so that it is known whether something can begin beside a step.
    pub(super) is_skipped: bool,
    /// What is done with its table then, counted in steps: it is loaded into the store, which takes one table after the other while the
    /// steps go on, or files are made from it.
    pub(super) afterwards: usize,
}

/// Steps by their places in the plan.
pub(super) struct Queue<'p> {
    steps: Vec<Waiting<'p>>,
    /// Of each step, how much that is done one after the other begins with it.
    chains: Vec<usize>,
    waiting: VecDeque<usize>,
    /// Steps that shall have the machine for themselves when they begin again; nothing else can begin then.
    apart: VecDeque<usize>,
    /// Tables whose steps have not ended.
    unfinished: BTreeSet<&'p str>,
    at_work: usize,
    at_once: usize,
    /// Whether the step at work wants the machine for itself.
    is_alone: bool,
    /// Whether it is at work again.
    is_again: bool,
}

impl<'p> Queue<'p> {
    pub(super) fn new(steps: Vec<Waiting<'p>>, at_once: usize) -> Self {
        Self {
            chains: chains(&steps),
            waiting: (0..steps.len()).collect(),
            apart: VecDeque::new(),
            unfinished: steps.iter().map(|step| step.table).collect(),
            steps,
            at_work: 0,
            at_once: at_once.max(1),
            is_alone: false,
            is_again: false,
        }
    }

    /// The next step that may begin now; it is at work from then on.
    pub(super) fn next(&mut self) -> Option<usize> {
        if self.is_alone || self.at_work >= self.at_once {
            return None;
        }
        let may_begin = (0..self.waiting.len()).filter(|at| self.begins_beside_others(self.waiting[*at]));
        let urgency = |at: &usize| {
            let place = self.waiting[*at];
            (!self.steps[place].is_skipped, Reverse(self.chains[place]))
        };
        let found = match may_begin.min_by_key(urgency) {
            Some(at) => self.waiting.remove(at),
            None if self.at_work == 0 => {
                // Steps that wait for each other would wait for ever; validation has made sure that there are none.
                let at = self.waiting.iter().position(|place| self.is_ready(*place)).unwrap_or(0);
                let again = self.apart.pop_front();
                self.is_again = again.is_some();
                let found = again.or_else(|| self.waiting.remove(at));
                self.is_alone = found.is_some();
                found
            }
            None => None,
        };
        self.at_work += usize::from(found.is_some());
        found
    }

    /// How much of the machine the step has that began last.
    pub(super) fn share(&self) -> Share {
        let may_begin = |place: &usize| self.begins_beside_others(*place);
        match self.at_work {
            1 if self.is_again => Share::Memory,
            1 if self.is_alone || !self.waiting.iter().any(may_begin) => Share::Whole,
            _ => Share::Part,
        }
    }

    /// Whether the tables that a step reads are there.
    fn is_ready(&self, place: usize) -> bool {
        let step = &self.steps[place];
        let mut others = step.reads.iter().filter(|table| *table != step.table);
        !others.any(|table| self.unfinished.contains(table.as_str()))
    }

    fn begins_beside_others(&self, place: usize) -> bool {
        self.is_ready(place) && !self.steps[place].alone
    }

    /// A step has ended, in whatever way.
    pub(super) fn ended(&mut self, place: usize) {
        self.at_work -= 1;
        (self.is_alone, self.is_again) = (false, false);
        self.unfinished.remove(self.steps[place].table);
    }

    /// A step at work shall begin again, when nothing else is at work. Not twice: gives whether it will.
    pub(super) fn again_alone(&mut self, place: usize) -> bool {
        if self.is_alone || self.at_once == 1 {
            return false;
        }
        self.at_work -= 1;
        self.apart.push_back(place);
        true
    }
}

/// The length of the longest chain of steps that begins with each, of which each reads what the one before makes, with the loading of
/// the last. A plan has the step that makes a table before those that read it.
fn chains(steps: &[Waiting<'_>]) -> Vec<usize> {
    let mut behind: HashMap<&str, usize> = HashMap::new();
    let mut lengths = vec![0; steps.len()];
    for (step, length) in steps.iter().zip(&mut lengths).rev() {
        let then = behind.get(step.table).copied().unwrap_or(0);
        *length = 1 + then.max(step.afterwards);
        for table in step.reads.iter().filter(|table| *table != step.table) {
            let longest = behind.entry(table).or_default();
            *longest = (*longest).max(*length);
        }
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;

    type Owned = Vec<(&'static str, Vec<String>)>;

    fn steps(steps: &[(&'static str, &[&str])]) -> Owned {
        let owned = |reads: &[&str]| reads.iter().map(|table| (*table).to_owned()).collect();
        steps.iter().map(|(table, reads)| (*table, owned(reads))).collect()
    }

    fn queue(steps: &Owned, at_once: usize) -> Queue<'_> {
        let steps = steps.iter().map(|(table, reads)| Waiting {
            table,
            reads,
            alone: table.ends_with("_alone"),
            is_skipped: table.ends_with("_skipped"),
            afterwards: usize::from(table.ends_with("_loaded")),
        });
        Queue::new(steps.collect(), at_once)
    }

    #[test]
    fn what_must_be_alone_comes_when_nothing_else_can_and_nothing_begins_beside_it() {
        let steps = steps(&[("a_alone", &[]), ("b", &[]), ("c_alone", &["b"]), ("d", &["c_alone"])]);
        let mut queue = queue(&steps, 2);
        assert_eq!([queue.next(), queue.next()], [Some(1), None]);
        queue.ended(1);
        assert_eq!([queue.next(), queue.next()], [Some(0), None]);
        queue.ended(0);
        assert_eq!([queue.next(), queue.next()], [Some(2), None]);
        queue.ended(2);
        assert_eq!(queue.next(), Some(3));
    }

    #[test]
    fn a_step_waits_for_the_tables_it_reads() {
        let steps = steps(&[
            ("a", &["events"]),
            ("b", &["a"]),
            ("c", &["c", "lms"]),
            ("d", &["b", "c"]),
        ]);
        let mut queue = queue(&steps, 8);
        assert_eq!([queue.next(), queue.next(), queue.next()], [Some(0), Some(2), None]);
        queue.ended(2);
        assert_eq!(queue.next(), None);
        queue.ended(0);
        assert_eq!([queue.next(), queue.next()], [Some(1), None]);
        queue.ended(1);
        assert_eq!(queue.next(), Some(3));
        queue.ended(3);
        assert_eq!(queue.next(), None);
    }

    #[test]
    fn what_much_waits_for_comes_first() {
        let steps = steps(&[
            ("a", &[]),
            ("b", &["a"]),
            ("c", &[]),
            ("d_loaded", &[]),
            ("e", &["e"]),
            ("f_loaded", &["e"]),
        ]);
        let mut queue = queue(&steps, 1);
        let mut order = Vec::new();
        while let Some(place) = queue.next() {
            order.push(place);
            queue.ended(place);
        }
        assert_eq!(order, [4, 0, 3, 5, 1, 2]);
    }

    #[test]
    fn a_step_has_all_threads_when_nothing_can_begin_before_it_ends() {
        let steps = steps(&[
            ("a_skipped", &[]),
            ("b", &["a_skipped"]),
            ("c", &["b"]),
            ("d", &["b"]),
            ("e_alone", &[]),
        ]);
        let mut queue = queue(&steps, 2);
        assert_eq!(queue.next(), Some(0));
        queue.ended(0);
        assert_eq!(
            (queue.next(), queue.share()),
            (Some(1), Share::Whole),
            "all wait for it"
        );
        queue.ended(1);
        assert_eq!(
            (queue.next(), queue.share()),
            (Some(2), Share::Part),
            "another may begin"
        );
        assert_eq!((queue.next(), queue.share()), (Some(3), Share::Part), "two are at work");
        queue.ended(2);
        queue.ended(3);
        assert_eq!((queue.next(), queue.share()), (Some(4), Share::Whole));
    }

    #[test]
    fn so_many_at_a_time() {
        let steps = steps(&[("a", &[]), ("b", &[]), ("c", &[])]);
        let mut queue = queue(&steps, 2);
        assert_eq!([queue.next(), queue.next(), queue.next()], [Some(0), Some(1), None]);
        queue.ended(1);
        assert_eq!([queue.next(), queue.next()], [Some(2), None]);
    }

    #[test]
    fn a_step_that_shall_be_alone_begins_when_nothing_else_can() {
        let steps = steps(&[("a", &[]), ("b", &[]), ("c", &["a"]), ("d", &[])]);
        let mut queue = queue(&steps, 2);
        assert_eq!([queue.next(), queue.next()], [Some(0), Some(1)]);
        assert!(queue.again_alone(0));
        // What waits for it waits on, the others go first.
        assert_eq!([queue.next(), queue.next()], [Some(3), None]);
        queue.ended(1);
        assert_eq!(queue.next(), None);
        queue.ended(3);
        assert_eq!((queue.next(), queue.share()), (Some(0), Share::Memory));
        assert_eq!(queue.next(), None);
        assert!(!queue.again_alone(0), "there is no third time");
        queue.ended(0);
        assert_eq!((queue.next(), queue.share()), (Some(2), Share::Whole));
    }
}
