//! A slow phone, as far as the browser can pretend to be one.
use anyhow::Result;
use serde_json::json;

use crate::page::Page;

/// How much slower its processor is.
pub const SLOWER: f64 = 4.0;
/// 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back.
const DOWN: f64 = 1_600_000.0 / 8.0;
const UP: f64 = 750_000.0 / 8.0;
const LATENCY: f64 = 150.0;

impl Page<'_> {
    pub fn small(&mut self) -> Result<()> {
        let screen = json!({ "width": 360, "height": 640, "deviceScaleFactor": 2, "mobile": true });
        self.call("Emulation.setDeviceMetricsOverride", screen).map(drop)
    }

    pub fn slow_processor(&mut self) -> Result<()> {
        self.call("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWER })).map(drop)
    }

    pub fn slow_network(&mut self) -> Result<()> {
        let network = json!({
            "offline": false,
            "latency": LATENCY,
            "downloadThroughput": DOWN,
            "uploadThroughput": UP,
        });
        self.call("Network.emulateNetworkConditions", network).map(drop)
    }

    /// As if from this address: people at home do not share one.
    pub fn seen_from(&mut self, address: &str) -> Result<()> {
        let headers = json!({ "headers": { "cf-connecting-ip": address } });
        self.call("Network.setExtraHTTPHeaders", headers).map(drop)
    }
}
