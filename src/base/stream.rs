use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Finished results that may wait for an earlier one, a thread, before workers stop to take more.
const AHEAD: usize = 2;

/// Runs `work` on every item of a stream with `threads` threads, each with scratch memory of its own, and
/// hands the results to `sink` in the items' order, until `sink` breaks. Items are taken as they are
/// needed and at most a few results a thread wait, so memory stays bounded however long the stream is.
///
/// ```
/// use stance::base::stream;
/// use std::ops::ControlFlow;
/// let mut squares = Vec::new();
/// stream(3, 1..5, || (), |n, ()| n * n, |square| {
///     squares.push(square);
///     ControlFlow::Continue(())
/// });
/// assert_eq!(squares, [1, 4, 9, 16]);
/// ```
pub fn stream<T: Send, R: Send, S>(
    threads: usize,
    items: impl Iterator<Item = T> + Send,
    scratch: impl Fn() -> S + Sync,
    work: impl Fn(T, &mut S) -> R + Sync,
    mut sink: impl FnMut(R) -> ControlFlow<()> + Send,
) {
    if threads <= 1 {
        let mut scratch = scratch();
        let _ = items.into_iter().try_for_each(|item| sink(work(item, &mut scratch)));
        return;
    }
    let source = Mutex::new(items.enumerate().fuse());
    let desk = Desk {
        state: Mutex::new(State { sink, waiting: BTreeMap::new(), next: 0, over: false }),
        moved: Condvar::new(),
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let _stop = StopOnPanic(&desk);
                let mut scratch = scratch();
                while desk.has_room(threads * AHEAD) {
                    let taken = lock(&source).next();
                    let Some((number, item)) = taken else { return };
                    desk.deliver(number, work(item, &mut scratch));
                }
            });
        }
    });
}

/// Where results are handed in, and leave in order.
struct Desk<R, K> {
    state: Mutex<State<R, K>>,
    moved: Condvar,
}

struct State<R, K> {
    sink: K,
    waiting: BTreeMap<usize, R>,
    next: usize,
    over: bool,
}

impl<R, K: FnMut(R) -> ControlFlow<()>> Desk<R, K> {
    /// Waits until fewer than `most` results wait; false when all is over. The earliest result missing
    /// is always in the hands of a worker, since items are taken in order, so somebody moves on.
    fn has_room(&self, most: usize) -> bool {
        let state = lock(&self.state);
        let full = |state: &mut State<R, K>| !state.over && state.waiting.len() >= most;
        !self.moved.wait_while(state, full).unwrap_or_else(PoisonError::into_inner).over
    }

    fn deliver(&self, number: usize, result: R) {
        let mut guard = lock(&self.state);
        let state = &mut *guard;
        state.waiting.insert(number, result);
        while !state.over
            && let Some(result) = state.waiting.remove(&state.next)
        {
            state.next += 1;
            state.over = (state.sink)(result).is_break();
        }
        self.moved.notify_all();
    }
}

/// A panicking worker must not leave the others waiting for its result.
struct StopOnPanic<'d, R, K>(&'d Desk<R, K>);

impl<R, K> Drop for StopOnPanic<'_, R, K> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            lock(&self.0.state).over = true;
            self.0.moved.notify_all();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn run(threads: usize, items: usize, stop: usize) -> Vec<usize> {
        let mut out = Vec::new();
        let work = |item: usize, _: &mut ()| {
            std::thread::sleep(std::time::Duration::from_micros((item as u64 * 37) % 90));
            item * 2
        };
        stream(
            threads,
            0..items,
            || (),
            work,
            |result| {
                out.push(result);
                if out.len() == stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]
        #[test]
        fn many_threads_give_what_one_gives(threads in 2usize..6, items in 0usize..200, stop in 1usize..300) {
            prop_assert_eq!(run(threads, items, stop), run(1, items, stop));
        }
    }

    #[test]
    fn a_slow_item_holds_back_the_reader() {
        let (taken, worst) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items = (0..500).inspect(|_| {
            taken.fetch_add(1, Ordering::SeqCst);
        });
        let work = |item: usize, _: &mut ()| {
            if item == 0 {
                std::thread::sleep(std::time::Duration::from_millis(50));
                worst.store(taken.load(Ordering::SeqCst), Ordering::SeqCst);
            }
        };
        stream(2, items, || (), work, |()| ControlFlow::Continue(()));
        assert!(worst.load(Ordering::SeqCst) <= 2 * AHEAD + 3);
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_panic_ends_the_run_instead_of_hanging_it() {
        stream(2, 0..50, || (), |item, _| assert_ne!(item, 7), |()| ControlFlow::Continue(()));
    }
}
