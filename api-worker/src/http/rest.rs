//! What a refused request left unread of its body. The runtime closes a connection whose request was not read to
//! its end, and another request that is on its way over it gets lost: so the rest is read, and thrown away.

use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt;
use futures_util::stream::{Fuse, poll_fn};
use std::cell::RefCell;
use std::rc::Rc;
use worker::send::SendWrapper;

/// More than anybody sends by mistake. Beyond it the connection may close.
const AT_MOST: usize = 4 * 1024 * 1024;

type Shared = SendWrapper<Rc<RefCell<Fuse<BodyDataStream>>>>;

pub struct Rest(Shared);

/// The body for the handler, and a hold on what it leaves.
pub fn share(body: Body) -> (Body, Rest) {
    let stream = Rc::new(RefCell::new(body.into_data_stream().fuse()));
    let shared: Shared = SendWrapper::new(Rc::clone(&stream));
    let read = poll_fn(move |context| shared.borrow_mut().poll_next_unpin(context));
    (Body::from_stream(read), Rest(SendWrapper::new(stream)))
}

impl Rest {
    /// Keeps none of it. Costs nothing where the handler has read to the end.
    pub async fn throw_away(self) {
        let mut left = AT_MOST;
        let mut stream = poll_fn(move |context| self.0.borrow_mut().poll_next_unpin(context));
        while let Some(Ok(chunk)) = stream.next().await {
            left = left.saturating_sub(chunk.len());
            if left == 0 {
                break;
            }
        }
    }
}
