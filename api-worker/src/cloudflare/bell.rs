//! The bell (`bell.js`): one Durable Object for the desk, to which browsers of staff hold a socket open.

use std::rc::Rc;
use worker::web_sys::Response;
use worker::{Env, Headers, Method, ObjectNamespace, Request, RequestInit, Stub};

const BINDING: &str = "BELL";
const NAME: &str = "desk";
/// Near the database; it counts when the bell is first made.
const LOCATION: &str = "apac";

/// Without the binding nothing rings, and browsers ask from time to time.
#[derive(Clone)]
pub struct Bell(Option<Rc<ObjectNamespace>>);

impl Bell {
    pub fn new(env: &Env) -> Self {
        Self(env.durable_object(BINDING).ok().map(Rc::new))
    }

    fn stub(&self) -> worker::Result<Stub> {
        let namespace = self.0.as_ref().ok_or(worker::Error::BindingError(BINDING.to_owned()))?;
        namespace.get_by_name_with_location_hint(NAME, LOCATION)
    }

    /// The socket, as the answer to whoever may listen.
    pub async fn listen(&self) -> worker::Result<Response> {
        let headers = Headers::new();
        headers.set("upgrade", "websocket")?;
        let mut asked = RequestInit::new();
        asked.with_headers(headers);
        let request = Request::new_with_init("https://bell/listen", &asked)?;
        Ok(self.stub()?.fetch_with_request(request).await?.into())
    }

    /// Where it does not ring, browsers find out a little later: no reason to fail anything.
    pub async fn ring(self) {
        let mut asked = RequestInit::new();
        asked.with_method(Method::Post);
        let (Ok(stub), Ok(request)) = (self.stub(), Request::new_with_init("https://bell/ring", &asked))
        else {
            return;
        };
        if stub.fetch_with_request(request).await.is_err() {
            worker::console_error!("bell");
        }
    }
}
