package shop

import (
	"encoding/json"
	"net/http"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"
	"go.mongodb.org/mongo-driver/mongo"
)

func find(users *mongo.Collection) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name := r.FormValue("name")
		// ok: nosql-injection
		users.FindOne(r.Context(), bson.M{"name": name})
		var filter bson.M
		json.NewDecoder(r.Body).Decode(&filter)
		// ruleid: nosql-injection
		users.Find(r.Context(), filter)
		// ruleid: nosql-injection
		users.Find(r.Context(), bson.M{"$where": primitive.JavaScript("this.name == '" + name + "'")})
	}
}
