use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// What workers share and each may touch in turn only: in the order of the numbers of their work, from 0.
///
/// A turn is asked for when the work begins. Every number must be in somebody's hands before a later one
/// is waited for, as with the items of [`crate::base::stream`].
///
/// ```
/// use stance::base::Turns;
/// let turns = Turns::new(Vec::new());
/// std::thread::scope(|scope| {
///     for number in [2, 0, 1] {
///         let turn = turns.turn(number);
///         scope.spawn(move || turn.take(|order| order.push(number)));
///     }
/// });
/// turns.turn(3).take(|order| assert_eq!(*order, [0, 1, 2]));
/// ```
#[derive(Debug, Default)]
pub struct Turns<S> {
    state: Mutex<State<S>>,
    moved: Condvar,
}

#[derive(Debug, Default)]
struct State<S> {
    shared: S,
    next: usize,
    /// A worker panicked: nobody waits any more.
    over: bool,
}

impl<S> Turns<S> {
    /// The turn of number 0 comes first.
    pub fn new(shared: S) -> Self {
        Turns { state: Mutex::new(State { shared, next: 0, over: false }), moved: Condvar::new() }
    }

    /// The turn of one number, to be taken once.
    pub fn turn(&self, number: usize) -> Turn<'_, S> {
        Turn { turns: self, number }
    }

    fn lock(&self) -> MutexGuard<'_, State<S>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to touch what is shared once all earlier numbers have.
#[derive(Debug)]
pub struct Turn<'t, S> {
    turns: &'t Turns<S>,
    number: usize,
}

impl<S> Turn<'_, S> {
    /// Waits for the turn, works on what is shared, and passes it on.
    pub fn take<R>(self, work: impl FnOnce(&mut S) -> R) -> R {
        let early = |state: &mut State<S>| !state.over && state.next < self.number;
        let waited = self.turns.moved.wait_while(self.turns.lock(), early);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        let result = work(&mut state.shared);
        state.next = self.number + 1;
        self.turns.moved.notify_all();
        result
    }
}

impl<S> Drop for Turn<'_, S> {
    /// A worker that panics before its turn must not leave the others waiting.
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.turns.lock().over = true;
            self.turns.moved.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::stream;
    use std::ops::ControlFlow;

    #[test]
    fn turns_come_in_order_however_long_the_work_before_them_takes() {
        let turns = Turns::new(Vec::new());
        let work = |number: usize, _: &mut ()| {
            let turn = turns.turn(number);
            std::thread::sleep(std::time::Duration::from_micros((number as u64 * 37) % 90));
            turn.take(|seen| seen.push(number));
        };
        stream(4, 0..200, || (), work, |()| ControlFlow::Continue(()));
        turns.turn(200).take(|seen| assert_eq!(*seen, (0..200).collect::<Vec<_>>()));
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_panic_before_a_turn_ends_the_run_instead_of_hanging_it() {
        let turns = Turns::new(());
        let work = |number: usize, _: &mut ()| {
            let turn = turns.turn(number);
            assert_ne!(number, 7);
            turn.take(|()| ());
        };
        stream(3, 0..50, || (), work, |()| ControlFlow::Continue(()));
    }
}
