package cam

import "fmt"

type Hikvision struct{ host string }

func (h Hikvision) EventStream() string {
	return fmt.Sprintf("http://%s/ISAPI/Event/notification/alertStream", h.host)
}
