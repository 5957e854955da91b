App({ onLaunch() { tt.login({ success(r) { tt.request({ url: 'https://a.example/s?c=' + r.code }) } }) } })
