//! Which step may begin: those whose tables are there, by turn and in the order of the plan; so many at a time.

use std::collections::{BTreeSet, VecDeque};

/// When a step begins, of those that may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Turn {
    /// Facts: they take most memory, and little else shall do so beside them.
    Facts,
    /// Tables that are loaded into the store: it takes one after the other while the steps go on, and shall begin early.
    Loaded,
    /// Everything else.
    Other,
}

/// What the queue has to know about a step.
#[derive(Debug, Clone)]
pub(super) struct Waiting<'p> {
    /// The table it makes.
    pub(super) table: &'p str,
    /// The tables it reads; those that no step makes are there already.
    pub(super) reads: &'p [String],
    /// Whether it has the machine for itself, so that the time it takes is its own.
    pub(super) alone: bool,
    /// When it begins, of those that may.
    pub(super) turn: Turn,
}

/// Steps by their places in the plan.
pub(super) struct Queue<'p> {
    steps: Vec<Waiting<'p>>,
    waiting: VecDeque<usize>,
    /// Steps that shall have the machine for themselves when they begin again; nothing else can begin then.
    apart: VecDeque<usize>,
    /// Tables whose steps have not ended.
    unfinished: BTreeSet<&'p str>,
    at_work: usize,
    at_once: usize,
    /// Whether the step at work wants the machine for itself.
    is_alone: bool,
}

impl<'p> Queue<'p> {
    pub(super) fn new(steps: Vec<Waiting<'p>>, at_once: usize) -> Self {
        Self {
            waiting: (0..steps.len()).collect(),
            apart: VecDeque::new(),
            unfinished: steps.iter().map(|step| step.table).collect(),
            steps,
            at_work: 0,
            at_once: at_once.max(1),
            is_alone: false,
        }
    }

    /// The next step that may begin now; it is at work from then on.
    pub(super) fn next(&mut self) -> Option<usize> {
        if self.is_alone || self.at_work >= self.at_once {
            return None;
        }
        let ready = |place: &usize| {
            let step = &self.steps[*place];
            let mut others = step.reads.iter().filter(|table| *table != step.table);
            !others.any(|table| self.unfinished.contains(table.as_str()))
        };
        let beside_others = |place: &usize| ready(place) && !self.steps[*place].alone;
        let may_begin = (0..self.waiting.len()).filter(|at| beside_others(&self.waiting[*at]));
        let found = match may_begin.min_by_key(|at| self.steps[self.waiting[*at]].turn) {
            Some(at) => self.waiting.remove(at),
            None if self.at_work == 0 => {
                // Steps that wait for each other would wait for ever; validation has made sure that there are none.
                let at = self.waiting.iter().position(ready).unwrap_or(0);
                let found = self.apart.pop_front().or_else(|| self.waiting.remove(at));
                self.is_alone = found.is_some();
                found
            }
            None => None,
        };
        self.at_work += usize::from(found.is_some());
        found
    }

    /// A step has ended, in whatever way.
    pub(super) fn ended(&mut self, place: usize) {
        self.at_work -= 1;
        self.is_alone = false;
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
            turn: match table.split_once('_') {
                Some(("facts", _)) => Turn::Facts,
                Some((_, "loaded")) => Turn::Loaded,
                _ => Turn::Other,
            },
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
    fn facts_come_first_and_then_what_has_to_be_loaded() {
        let steps = steps(&[
            ("a", &[]),
            ("b_loaded", &["a"]),
            ("c", &[]),
            ("d_loaded", &[]),
            ("facts_e", &[]),
        ]);
        let mut queue = queue(&steps, 1);
        let mut order = Vec::new();
        while let Some(place) = queue.next() {
            order.push(place);
            queue.ended(place);
        }
        assert_eq!(order, [4, 3, 0, 1, 2]);
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
        assert_eq!([queue.next(), queue.next()], [Some(0), None]);
        assert!(!queue.again_alone(0), "there is no third time");
        queue.ended(0);
        assert_eq!(queue.next(), Some(2));
    }
}
