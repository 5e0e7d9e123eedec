//! Handles: numbers that name an object once. A closed number is never right again, so that a
//! script which closes twice, or keeps a number, gets an error and nothing worse.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::problem::Problem;
use crate::status::ErrorCode;

/// Open handles of one kind at a time.
pub(crate) const LIMIT: usize = 4096;
/// Bits of the number that count how often its place was used.
const GENERATION_BITS: u32 = 28;
const INDEX_BITS: u32 = 32;

/// A table of objects of one kind.
pub(crate) struct Handles<T> {
    tag: u64,
    places: Mutex<Places<T>>,
}

struct Places<T> {
    list: Vec<Place<T>>,
    free: Vec<usize>,
}

struct Place<T> {
    generation: u64,
    value: Option<Arc<T>>,
}

impl<T> Handles<T> {
    /// An empty table. `tag` (1 to 15) tells the numbers of one kind from those of another.
    pub const fn new(tag: u64) -> Self {
        Self { tag, places: Mutex::new(Places { list: Vec::new(), free: Vec::new() }) }
    }

    /// A panic in between leaves the table as it was: nothing here is half done.
    fn places(&self) -> MutexGuard<'_, Places<T>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens a handle on a value.
    pub fn open(&self, value: Arc<T>) -> Result<u64, Problem> {
        let mut places = self.places();
        let index = match places.free.pop() {
            Some(index) => index,
            None if places.list.len() < LIMIT => {
                places.list.push(Place { generation: 0, value: None });
                places.list.len() - 1
            }
            None => {
                let problem = Problem::new(ErrorCode::TooManyHandles);
                return Err(problem.with("limit", LIMIT.to_string()));
            }
        };
        let place = places.list.get_mut(index).ok_or_else(|| Problem::internal("no place"))?;
        place.generation = (place.generation + 1) % (1 << GENERATION_BITS);
        place.value = Some(value);
        let generation = place.generation;
        Ok(self.tag << (GENERATION_BITS + INDEX_BITS) | generation << INDEX_BITS | index as u64)
    }

    /// The value of a handle.
    pub fn get(&self, handle: u64) -> Result<Arc<T>, Problem> {
        let mut places = self.places();
        let value = self.place(&mut places, handle).and_then(|(_, place)| place.value.clone());
        value.ok_or_else(|| Problem::new(ErrorCode::BadHandle))
    }

    /// Closes a handle and gives its value back. Closing 0 does nothing.
    pub fn close(&self, handle: u64) -> Result<Option<Arc<T>>, Problem> {
        if handle == 0 {
            return Ok(None);
        }
        let mut places = self.places();
        let (index, value) = self
            .place(&mut places, handle)
            .and_then(|(index, place)| Some((index, place.value.take()?)))
            .ok_or_else(|| Problem::new(ErrorCode::BadHandle))?;
        places.free.push(index);
        Ok(Some(value))
    }

    fn place<'p>(
        &self,
        places: &'p mut Places<T>,
        handle: u64,
    ) -> Option<(usize, &'p mut Place<T>)> {
        if handle >> (GENERATION_BITS + INDEX_BITS) != self.tag {
            return None;
        }
        let index = usize::try_from(handle & ((1 << INDEX_BITS) - 1)).ok()?;
        let generation = handle >> INDEX_BITS & ((1 << GENERATION_BITS) - 1);
        let place = places.list.get_mut(index)?;
        (place.generation == generation).then_some((index, place))
    }
}

#[cfg(test)]
mod tests {
    use super::{Handles, LIMIT};
    use proptest::prelude::*;
    use std::sync::Arc;

    #[test]
    fn kinds_are_told_apart_and_the_number_of_handles_has_a_limit() {
        let (one, other) = (Handles::new(1), Handles::new(2));
        let handle = one.open(Arc::new(7)).unwrap();
        assert!(other.open(Arc::new(8)).is_ok());
        assert!(other.get(handle).is_err());
        for _ in 1..LIMIT {
            one.open(Arc::new(0)).unwrap();
        }
        assert!(one.open(Arc::new(0)).is_err());
        assert!(one.close(handle).unwrap().is_some());
        assert!(one.open(Arc::new(0)).is_ok());
        assert!(one.close(0).unwrap().is_none());
    }

    proptest! {
        /// Open and close in any order: a handle gives its own value while it is open, and an
        /// error ever after.
        #[test]
        fn a_handle_is_right_from_open_to_close_and_never_again(steps in prop::collection::vec(any::<(bool, u8)>(), 1..200)) {
            let handles = Handles::new(3);
            let (mut open, mut closed) = (Vec::new(), Vec::new());
            for (number, (opens, which)) in steps.into_iter().enumerate() {
                if opens || open.is_empty() {
                    open.push((handles.open(Arc::new(number)).unwrap(), number));
                } else {
                    let (handle, value) = open.swap_remove(usize::from(which) % open.len());
                    prop_assert_eq!(*handles.close(handle).unwrap().unwrap(), value);
                    closed.push(handle);
                }
                for (handle, value) in &open {
                    prop_assert_eq!(*handles.get(*handle).unwrap(), *value);
                }
                for handle in &closed {
                    prop_assert!(handles.get(*handle).is_err() && handles.close(*handle).is_err());
                }
            }
        }
    }
}
