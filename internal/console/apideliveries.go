package console

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

type deliveriesInput struct {
	State string `query:"state" enum:"failed" default:"failed" doc:"What was given up."`
	Limit int    `query:"limit" minimum:"0" maximum:"1000" doc:"At most so many."`
	After int64  `query:"after" minimum:"0" doc:"From the one after this number, as in the Link header."`
}

type deliveriesOutput struct {
	Link string `header:"Link"`
	Body []DeliveryJSON
}

type resendInput struct {
	ID   int64    `path:"id" minimum:"1"`
	Body *lenient `required:"false"`
}

type resendOutput struct {
	Body struct {
		ID int64 `json:"id"`
	}
}

// describeDeliveries adds the list of what could not be delivered, and its resending.
func (c *Console) describeDeliveries(api huma.API) {
	list := operation("list-deliveries", http.MethodGet, "/v1/deliveries", "What could not be delivered to the unit, the oldest first")
	list.Tags = []string{"deliveries"}
	huma.Register(api, list, c.apiDeliveries)
	again := operation("resend-delivery", http.MethodPost, "/v1/deliveries/{id}/resend", "Deliver it once more", http.StatusNotFound, http.StatusConflict)
	again.Tags = list.Tags
	huma.Register(api, again, c.apiResend)
}

func (c *Console) apiDeliveries(ctx context.Context, in *deliveriesInput) (*deliveriesOutput, error) {
	list, err := c.p.Desk.Undelivered(ctx, who(ctx), in.After, in.Limit)
	if err != nil {
		return nil, c.refuse(err)
	}
	out := &deliveriesOutput{Body: formDeliveries(list)}
	if in.Limit > 0 && len(list) == in.Limit {
		out.Link = next("/v1/deliveries", url.Values{"state": {in.State}}, in.Limit, strconv.FormatInt(list[len(list)-1].ID, 10))
	}
	return out, nil
}

func (c *Console) apiResend(ctx context.Context, in *resendInput) (*resendOutput, error) {
	if err := c.p.Desk.Resend(ctx, who(ctx), in.ID); err != nil {
		return nil, c.refuse(err)
	}
	out := &resendOutput{}
	out.Body.ID = in.ID
	return out, nil
}
